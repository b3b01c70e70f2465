package io.aleff.rego.graphql;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads documents that were given as values in the form of {@link DocumentWriter}. What is absent
 * is empty; what has another type, or a part that nothing works without, is an error.
 */
final class DocumentReader {

  private final Meter meter;
  private int depth;

  DocumentReader(Meter meter) {
    this.meter = meter;
  }

  Ast.Query query(ObjectValue of) {
    return Ast.Query.of(
        all(of, "Operations", this::operation), all(of, "Fragments", this::fragment));
  }

  Ast.SchemaDocument schema(ObjectValue of) {
    return new Ast.SchemaDocument(
        all(of, "Schema", this::roots),
        all(of, "SchemaExtension", this::roots),
        all(of, "Directives", this::directiveDefinition),
        all(of, "Definitions", this::definition),
        all(of, "Extensions", this::definition));
  }

  private Ast.Operation operation(Value value) {
    ObjectValue of = object(value, "Operations");
    String kind = text(of, "Operation");
    return switch (kind) {
      case "", "query", "mutation", "subscription" ->
          new Ast.Operation(
              kind.isEmpty() ? "query" : kind,
              text(of, "Name"),
              all(of, "VariableDefinitions", this::variable),
              directives(of),
              all(of, "SelectionSet", this::selection),
              null);
      default -> throw new GraphqlError("no kind of operation: " + kind, null);
    };
  }

  private Ast.Fragment fragment(Value value) {
    ObjectValue of = object(value, "Fragments");
    return new Ast.Fragment(
        text(of, "Name"),
        all(of, "VariableDefinition", this::variable),
        text(of, "TypeCondition"),
        directives(of),
        all(of, "SelectionSet", this::selection),
        null);
  }

  private Ast.Variable variable(Value value) {
    ObjectValue of = object(value, "VariableDefinitions");
    return new Ast.Variable(
        text(of, "Variable"),
        type(required(of, "Type")),
        optional(of, "DefaultValue"),
        directives(of),
        null);
  }

  /** A field has an alias, a named fragment only a name. */
  private Ast.Selection selection(Value value) {
    ObjectValue of = object(value, "SelectionSet");
    List<Ast.Directive> directives = directives(of);
    if (of.get("Alias") != null) {
      return new Ast.Field(
          text(of, "Alias"),
          text(of, "Name"),
          all(of, "Arguments", this::argument),
          directives,
          all(of, "SelectionSet", this::selection),
          null);
    }
    return of.get("Name") != null
        ? new Ast.Spread(text(of, "Name"), directives, null)
        : new Ast.Inline(
            text(of, "TypeCondition"), directives, all(of, "SelectionSet", this::selection), null);
  }

  private Ast.Argument argument(Value value) {
    ObjectValue of = object(value, "Arguments");
    return new Ast.Argument(text(of, "Name"), literal(required(of, "Value")), null);
  }

  private List<Ast.Directive> directives(ObjectValue of) {
    return all(of, "Directives", this::directive);
  }

  private Ast.Directive directive(Value value) {
    ObjectValue of = object(value, "Directives");
    return new Ast.Directive(text(of, "Name"), all(of, "Arguments", this::argument), null);
  }

  private Ast.@Nullable Literal optional(ObjectValue of, String name) {
    Value value = of.get(name);
    return value == null ? null : literal(value);
  }

  private Ast.Literal literal(Value value) {
    meter.step();
    ObjectValue of = object(value, "Value");
    Ast.LiteralKind[] kinds = Ast.LiteralKind.values();
    Value kind = of.get("Kind");
    if (kind == null) {
      kind = NumberValue.of(0);
    }
    if (!(kind instanceof NumberValue n)
        || !n.isLong()
        || n.longValue() < 0
        || n.longValue() >= kinds.length) {
      throw new GraphqlError("no kind of value: " + kind, null);
    }
    return new Ast.Literal(
        kinds[(int) n.longValue()], text(of, "Raw"), all(of, "Children", this::entry), null);
  }

  private Ast.Entry entry(Value value) {
    ObjectValue of = object(value, "Children");
    return new Ast.Entry(text(of, "Name"), literal(required(of, "Value")), null);
  }

  private Ast.Type type(Value value) {
    ObjectValue of = object(value, "Type");
    meter.nested(++depth);
    Value inner = of.get("Elem");
    String named = text(of, "NamedType");
    if (inner == null && named.isEmpty()) {
      throw new GraphqlError("a type without NamedType and Elem", null);
    }
    Ast.Type type =
        new Ast.Type(
            inner == null ? named : "",
            inner == null ? null : type(inner),
            flag(of, "NonNull"),
            null);
    depth--;
    return type;
  }

  private Ast.Roots roots(Value value) {
    ObjectValue of = object(value, "Schema");
    return new Ast.Roots(
        text(of, "Description"), directives(of), all(of, "OperationTypes", this::root), null);
  }

  private Ast.Root root(Value value) {
    ObjectValue of = object(value, "OperationTypes");
    return new Ast.Root(text(of, "Operation"), text(of, "Type"), null);
  }

  private Ast.DirectiveDefinition directiveDefinition(Value value) {
    ObjectValue of = object(value, "Directives");
    return new Ast.DirectiveDefinition(
        text(of, "Description"),
        text(of, "Name"),
        all(of, "Arguments", this::field),
        all(of, "Locations", location -> string(location, "Locations")),
        flag(of, "IsRepeatable"),
        null);
  }

  private Ast.Definition definition(Value value) {
    ObjectValue of = object(value, "Definitions");
    String kind = text(of, "Kind");
    for (Ast.Kind known : Ast.Kind.values()) {
      if (known.name().equals(kind)) {
        return new Ast.Definition(
            known,
            text(of, "Description"),
            text(of, "Name"),
            directives(of),
            all(of, "Interfaces", name -> string(name, "Interfaces")),
            all(of, "Fields", this::field),
            all(of, "Types", name -> string(name, "Types")),
            all(of, "EnumValues", this::enumValue),
            flag(of, "BuiltIn"),
            null);
      }
    }
    throw new GraphqlError("no kind of type: " + kind, null);
  }

  private Ast.FieldDefinition field(Value value) {
    ObjectValue of = object(value, "Fields");
    return new Ast.FieldDefinition(
        text(of, "Description"),
        text(of, "Name"),
        all(of, "Arguments", this::field),
        optional(of, "DefaultValue"),
        type(required(of, "Type")),
        directives(of),
        null);
  }

  private Ast.EnumValue enumValue(Value value) {
    ObjectValue of = object(value, "EnumValues");
    return new Ast.EnumValue(text(of, "Description"), text(of, "Name"), directives(of), null);
  }

  private <T> List<T> all(ObjectValue of, String name, Function<Value, T> read) {
    Value value = of.get(name);
    if (value == null) {
      return List.of();
    }
    if (!(value instanceof ArrayValue array)) {
      throw wrong(name, "array", value);
    }
    meter.nested(++depth);
    List<T> out = new ArrayList<>();
    for (Value element : array.elements()) {
      meter.step();
      out.add(read.apply(element));
    }
    depth--;
    return out;
  }

  private static Value required(ObjectValue of, String name) {
    Value value = of.get(name);
    if (value == null) {
      throw new GraphqlError("a part without " + name, null);
    }
    return value;
  }

  private static ObjectValue object(Value value, String name) {
    if (value instanceof ObjectValue o) {
      return o;
    }
    throw wrong(name, "object", value);
  }

  private static String text(ObjectValue of, String name) {
    Value value = of.get(name);
    return value == null ? "" : string(value, name);
  }

  private static String string(Value value, String name) {
    if (value instanceof StringValue s) {
      return s.value();
    }
    throw wrong(name, "string", value);
  }

  private static boolean flag(ObjectValue of, String name) {
    Value value = of.get(name);
    if (value == null || value instanceof BoolValue) {
      return value == BoolValue.TRUE;
    }
    throw wrong(name, "boolean", value);
  }

  private static GraphqlError wrong(String name, String expected, Value got) {
    return new GraphqlError(name + " must be " + expected + " but got " + got.typeName(), null);
  }
}
