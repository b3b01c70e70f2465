package io.aleff.rego.graphql;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Writes documents as values, with OPA's names: without places and without what is empty. */
final class DocumentWriter {

  private DocumentWriter() {}

  /** The members of one object. */
  private static final class Members {
    private final Map<Value, Value> entries = new HashMap<>();

    Members text(String name, String text) {
      entries.put(StringValue.of(name), StringValue.of(text));
      return this;
    }

    Members flag(String name, boolean set) {
      entries.put(StringValue.of(name), BoolValue.of(set));
      return this;
    }

    Members one(String name, @Nullable Value value) {
      if (value != null) {
        entries.put(StringValue.of(name), value);
      }
      return this;
    }

    <T> Members all(String name, List<T> parts, Function<? super T, ? extends Value> write) {
      if (!parts.isEmpty()) {
        List<Value> out = new ArrayList<>();
        parts.forEach(part -> out.add(write.apply(part)));
        entries.put(StringValue.of(name), ArrayValue.of(out));
      }
      return this;
    }

    Members directives(List<Ast.Directive> directives) {
      return all("Directives", directives, DocumentWriter::directive);
    }

    ObjectValue done() {
      return ObjectValue.of(entries);
    }
  }

  static ObjectValue query(Ast.Query query) {
    return new Members()
        .all("Operations", query.operations(), DocumentWriter::operation)
        .all("Fragments", query.fragments(), DocumentWriter::fragment)
        .done();
  }

  static ObjectValue schema(Ast.SchemaDocument schema) {
    return new Members()
        .all("Schema", schema.schemas(), DocumentWriter::roots)
        .all("SchemaExtension", schema.schemaExtensions(), DocumentWriter::roots)
        .all("Directives", schema.directives(), DocumentWriter::directiveDefinition)
        .all("Definitions", schema.definitions(), DocumentWriter::definition)
        .all("Extensions", schema.extensions(), DocumentWriter::definition)
        .done();
  }

  private static Value operation(Ast.Operation of) {
    return new Members()
        .text("Operation", of.kind())
        .text("Name", of.name())
        .all("VariableDefinitions", of.variables(), DocumentWriter::variable)
        .directives(of.directives())
        .all("SelectionSet", of.selections(), DocumentWriter::selection)
        .done();
  }

  private static Value fragment(Ast.Fragment of) {
    return new Members()
        .text("Name", of.name())
        .all("VariableDefinition", of.variables(), DocumentWriter::variable)
        .text("TypeCondition", of.condition())
        .directives(of.directives())
        .all("SelectionSet", of.selections(), DocumentWriter::selection)
        .done();
  }

  private static Value variable(Ast.Variable of) {
    Ast.Literal initial = of.initial();
    return new Members()
        .text("Variable", of.name())
        .one("Type", type(of.type()))
        .one("DefaultValue", initial == null ? null : literal(initial))
        .directives(of.directives())
        .flag("Used", false)
        .done();
  }

  private static Value selection(Ast.Selection selection) {
    return switch (selection) {
      case Ast.Field of ->
          new Members()
              .text("Alias", of.alias())
              .text("Name", of.name())
              .all("Arguments", of.arguments(), DocumentWriter::argument)
              .directives(of.directives())
              .all("SelectionSet", of.selections(), DocumentWriter::selection)
              .done();
      case Ast.Spread of ->
          new Members().text("Name", of.name()).directives(of.directives()).done();
      case Ast.Inline of ->
          new Members()
              .text("TypeCondition", of.condition())
              .directives(of.directives())
              .all("SelectionSet", of.selections(), DocumentWriter::selection)
              .done();
    };
  }

  private static Value argument(Ast.Argument of) {
    return new Members().text("Name", of.name()).one("Value", literal(of.value())).done();
  }

  private static Value directive(Ast.Directive of) {
    return new Members()
        .text("Name", of.name())
        .all("Arguments", of.arguments(), DocumentWriter::argument)
        .text("Location", "")
        .done();
  }

  private static Value literal(Ast.Literal of) {
    return new Members()
        .text("Raw", of.raw())
        .all("Children", of.entries(), DocumentWriter::entry)
        .one("Kind", NumberValue.of(of.kind().number()))
        .flag("ExpectedTypeHasDefault", false)
        .done();
  }

  private static Value entry(Ast.Entry of) {
    return new Members().text("Name", of.name()).one("Value", literal(of.value())).done();
  }

  private static Value type(Ast.Type of) {
    Ast.Type inner = of.of();
    return new Members()
        .text("NamedType", of.named())
        .one("Elem", inner == null ? null : type(inner))
        .flag("NonNull", of.nonNull())
        .done();
  }

  private static Value roots(Ast.Roots of) {
    return new Members()
        .text("Description", of.description())
        .directives(of.directives())
        .all(
            "OperationTypes",
            of.types(),
            root ->
                new Members().text("Operation", root.operation()).text("Type", root.type()).done())
        .done();
  }

  private static Value directiveDefinition(Ast.DirectiveDefinition of) {
    return new Members()
        .text("Description", of.description())
        .text("Name", of.name())
        .all("Arguments", of.arguments(), DocumentWriter::field)
        .all("Locations", of.locations(), StringValue::of)
        .flag("IsRepeatable", of.repeatable())
        .done();
  }

  private static Value definition(Ast.Definition of) {
    return new Members()
        .text("Kind", of.kind().name())
        .text("Description", of.description())
        .text("Name", of.name())
        .directives(of.directives())
        .all("Interfaces", of.interfaces(), StringValue::of)
        .all("Fields", of.fields(), DocumentWriter::field)
        .all("Types", of.members(), StringValue::of)
        .all("EnumValues", of.values(), DocumentWriter::enumValue)
        .flag("BuiltIn", of.builtIn())
        .done();
  }

  private static Value field(Ast.FieldDefinition of) {
    Ast.Literal initial = of.initial();
    return new Members()
        .text("Description", of.description())
        .text("Name", of.name())
        .all("Arguments", of.arguments(), DocumentWriter::field)
        .one("DefaultValue", initial == null ? null : literal(initial))
        .one("Type", type(of.type()))
        .directives(of.directives())
        .done();
  }

  private static Value enumValue(Ast.EnumValue of) {
    return new Members()
        .text("Description", of.description())
        .text("Name", of.name())
        .directives(of.directives())
        .done();
  }
}
