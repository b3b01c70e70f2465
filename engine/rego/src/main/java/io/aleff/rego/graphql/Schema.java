package io.aleff.rego.graphql;

import io.aleff.rego.graphql.GraphqlError.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The types of a service, extensions merged in, with what every schema has. */
final class Schema {

  /** Directives that a schema may define again: its own definition is not looked at. */
  private static final Set<String> REDEFINABLE =
      Set.of("include", "skip", "deprecated", "specifiedBy");

  private final Map<String, Ast.Definition> types = new LinkedHashMap<>();
  private final Map<String, Ast.DirectiveDefinition> directives = new LinkedHashMap<>();
  private final Map<String, List<String>> possible = new LinkedHashMap<>();
  private final Map<String, String> roots = new LinkedHashMap<>();

  private Schema() {}

  /**
   * @throws GraphqlError for the first thing that is wrong
   */
  static Schema of(Ast.SchemaDocument given, Meter meter) {
    Ast.SchemaDocument document = Introspection.DOCUMENT.with(given);
    Schema schema = new Schema();
    schema.define(document, meter);
    schema.relate(meter);
    schema.defineDirectives(document);
    schema.enter(document);
    new SchemaCheck(schema, meter).run();
    if (document.schemas().isEmpty()) {
      schema.roots.putIfAbsent("query", "Query");
      schema.roots.putIfAbsent("mutation", "Mutation");
      schema.roots.putIfAbsent("subscription", "Subscription");
    }
    schema.addIntrospection();
    return schema;
  }

  private void define(Ast.SchemaDocument document, Meter meter) {
    for (Ast.Definition type : document.definitions()) {
      meter.step();
      if (types.putIfAbsent(type.name(), type) != null) {
        throw new GraphqlError("Cannot redeclare type " + type.name() + ".", type.at());
      }
    }
    Map<String, List<Ast.Definition>> added = new LinkedHashMap<>();
    for (Ast.Definition extension : document.extensions()) {
      meter.step();
      Ast.Definition base = types.get(extension.name());
      if (base == null) {
        base =
            new Ast.Definition(
                extension.kind(),
                "",
                extension.name(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                false,
                extension.at());
        types.put(base.name(), base);
      }
      if (base.kind() != extension.kind()) {
        throw new GraphqlError(
            "Cannot extend type %s because the base type is a %s, not %s."
                .formatted(base.name(), base.kind(), extension.kind()),
            extension.at());
      }
      added.computeIfAbsent(base.name(), name -> new ArrayList<>()).add(extension);
    }
    added.forEach((name, extensions) -> types.computeIfPresent(name, (n, t) -> t.with(extensions)));
  }

  private void relate(Meter meter) {
    for (Ast.Definition type : types.values()) {
      meter.step();
      switch (type.kind()) {
        case UNION -> type.members().forEach(member -> canBe(type.name(), member));
        case OBJECT, INPUT_OBJECT -> {
          type.interfaces().forEach(one -> canBe(one, type.name()));
          canBe(type.name(), type.name());
        }
        case INTERFACE -> type.interfaces().forEach(one -> canBe(one, type.name()));
        case SCALAR, ENUM -> {}
      }
    }
  }

  private void canBe(String type, String other) {
    possible.computeIfAbsent(type, name -> new ArrayList<>()).add(other);
  }

  private void defineDirectives(Ast.SchemaDocument document) {
    for (Ast.DirectiveDefinition one : document.directives()) {
      if (directives.put(one.name(), one) != null && !REDEFINABLE.contains(one.name())) {
        throw new GraphqlError("Cannot redeclare directive " + one.name() + ".", one.at());
      }
    }
  }

  private void enter(Ast.SchemaDocument document) {
    if (document.schemas().size() > 1) {
      throw new GraphqlError(
          "Cannot have multiple schema entry points, consider schema extensions instead.",
          document.schemas().get(1).at());
    }
    for (Ast.Roots entry : Ast.joined(document.schemas(), document.schemaExtensions())) {
      for (Ast.Root root : entry.types()) {
        if (!types.containsKey(root.type())) {
          throw new GraphqlError(
              "Schema root %s refers to a type %s that does not exist."
                  .formatted(root.operation(), root.type()),
              root.at());
        }
        roots.put(root.operation(), root.type());
      }
    }
  }

  /** The root of queries can be asked about the schema itself. */
  private void addIntrospection() {
    Ast.Definition query = root("query");
    if (query == null) {
      return;
    }
    Ast.FieldDefinition name = field("name", List.of(), new Ast.Type("String", null, true, null));
    Ast.Definition more =
        new Ast.Definition(
            query.kind(),
            "",
            query.name(),
            List.of(),
            List.of(),
            List.of(
                field("__schema", List.of(), new Ast.Type("__Schema", null, true, null)),
                field("__type", List.of(name), new Ast.Type("__Type", null, false, null))),
            List.of(),
            List.of(),
            false,
            null);
    types.put(query.name(), query.with(List.of(more)));
  }

  static Ast.FieldDefinition field(
      String name, List<Ast.FieldDefinition> arguments, Ast.Type type) {
    return new Ast.FieldDefinition("", name, arguments, null, type, List.of(), (Position) null);
  }

  Map<String, Ast.Definition> types() {
    return types;
  }

  Map<String, Ast.DirectiveDefinition> directives() {
    return directives;
  }

  Ast.@Nullable Definition type(String name) {
    return types.get(name);
  }

  Ast.@Nullable DirectiveDefinition directive(String name) {
    return directives.get(name);
  }

  /** The type with which operations of a kind begin; null when there is none. */
  Ast.@Nullable Definition root(String operation) {
    String name = roots.get(operation);
    return name == null ? null : types.get(name);
  }

  /** The names of the types whose values a type can have. */
  List<String> possible(String type) {
    return possible.getOrDefault(type, List.of());
  }
}
