package io.aleff.rego.graphql;

import io.aleff.rego.graphql.GraphqlError.Position;
import io.aleff.rego.graphql.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads the definition of a type system: section 3 of the specification. */
final class SchemaParser extends Tokens {

  private static final Set<String> LOCATIONS =
      Set.of(
          "QUERY",
          "MUTATION",
          "SUBSCRIPTION",
          "FIELD",
          "FRAGMENT_DEFINITION",
          "FRAGMENT_SPREAD",
          "INLINE_FRAGMENT",
          "VARIABLE_DEFINITION",
          "SCHEMA",
          "SCALAR",
          "OBJECT",
          "FIELD_DEFINITION",
          "ARGUMENT_DEFINITION",
          "INTERFACE",
          "UNION",
          "ENUM",
          "ENUM_VALUE",
          "INPUT_OBJECT",
          "INPUT_FIELD_DEFINITION");

  private final boolean builtIn;
  private final List<Ast.Roots> schemas = new ArrayList<>();
  private final List<Ast.Roots> schemaExtensions = new ArrayList<>();
  private final List<Ast.DirectiveDefinition> directives = new ArrayList<>();
  private final List<Ast.Definition> definitions = new ArrayList<>();
  private final List<Ast.Definition> extensions = new ArrayList<>();

  SchemaParser(String text, Meter meter, boolean builtIn) {
    super(text, meter);
    this.builtIn = builtIn;
  }

  Ast.SchemaDocument document() {
    while (!at(Kind.EOF)) {
      definition();
    }
    return new Ast.SchemaDocument(schemas, schemaExtensions, directives, definitions, extensions);
  }

  private void definition() {
    Token first = peek();
    String description = description();
    if (!at(Kind.NAME)) {
      throw unexpected(peek());
    }
    switch (peek().text()) {
      case "scalar", "type", "interface", "union", "enum", "input" ->
          definitions.add(type(description, false));
      case "schema" -> schemas.add(roots(description));
      case "directive" -> directives.add(directive(description));
      case "extend" -> {
        if (!description.isEmpty()) {
          throw unexpected(first);
        }
        extension();
      }
      default -> throw unexpected(peek());
    }
  }

  private void extension() {
    word("extend");
    switch (peek().text()) {
      case "scalar", "type", "interface", "union", "enum", "input" ->
          extensions.add(type("", true));
      case "schema" -> {
        Ast.Roots roots = roots("");
        if (roots.directives().isEmpty() && roots.types().isEmpty()) {
          throw unexpected(peek());
        }
        schemaExtensions.add(roots);
      }
      default -> throw unexpected(peek());
    }
  }

  private String description() {
    return at(Kind.BLOCK_STRING) || at(Kind.STRING) ? next().text() : "";
  }

  private Ast.Roots roots(String description) {
    word("schema");
    Position at = place();
    List<Ast.Directive> with = directives(true);
    List<Ast.Root> types =
        some(
            Kind.BRACE_L,
            Kind.BRACE_R,
            () -> {
              Position place = place();
              String operation = operationKind();
              expect(Kind.COLON);
              return new Ast.Root(operation, name(), place);
            });
    return new Ast.Roots(description, with, types, at);
  }

  /**
   * @param extending whether this adds to a type, for which it must say something
   */
  private Ast.Definition type(String description, boolean extending) {
    Ast.Kind kind =
        switch (next().text()) {
          case "scalar" -> Ast.Kind.SCALAR;
          case "type" -> Ast.Kind.OBJECT;
          case "interface" -> Ast.Kind.INTERFACE;
          case "union" -> Ast.Kind.UNION;
          case "enum" -> Ast.Kind.ENUM;
          default -> Ast.Kind.INPUT_OBJECT;
        };
    Position at = place();
    String name = name();
    boolean implementing = kind == Ast.Kind.OBJECT || (kind == Ast.Kind.INTERFACE && !extending);
    List<String> interfaces = implementing ? interfaces() : List.of();
    List<Ast.Directive> with = directives(!(extending && kind == Ast.Kind.INPUT_OBJECT));
    List<Ast.FieldDefinition> fields =
        switch (kind) {
          case OBJECT, INTERFACE -> some(Kind.BRACE_L, Kind.BRACE_R, this::field);
          case INPUT_OBJECT -> some(Kind.BRACE_L, Kind.BRACE_R, this::input);
          case SCALAR, UNION, ENUM -> List.of();
        };
    List<String> members = kind == Ast.Kind.UNION ? members() : List.of();
    List<Ast.EnumValue> values =
        kind == Ast.Kind.ENUM ? some(Kind.BRACE_L, Kind.BRACE_R, this::enumValue) : List.of();
    if (extending
        && interfaces.isEmpty()
        && with.isEmpty()
        && fields.isEmpty()
        && members.isEmpty()
        && values.isEmpty()) {
      throw unexpected(peek());
    }
    return new Ast.Definition(
        kind, description, name, with, interfaces, fields, members, values, builtIn, at);
  }

  private List<String> interfaces() {
    if (!peek().text().equals("implements")) {
      return List.of();
    }
    next();
    return separated(Kind.AMP);
  }

  private List<String> members() {
    return skip(Kind.EQUALS) ? separated(Kind.PIPE) : List.of();
  }

  private List<String> separated(Kind separator) {
    skip(separator);
    List<String> out = new ArrayList<>();
    do {
      out.add(name());
    } while (skip(separator));
    return out;
  }

  private Ast.FieldDefinition field() {
    Position at = place();
    String description = description();
    String name = name();
    List<Ast.FieldDefinition> arguments = argumentDefinitions();
    expect(Kind.COLON);
    Ast.Type type = type();
    return new Ast.FieldDefinition(description, name, arguments, null, type, directives(true), at);
  }

  private List<Ast.FieldDefinition> argumentDefinitions() {
    return some(Kind.PAREN_L, Kind.PAREN_R, this::input);
  }

  private Ast.FieldDefinition input() {
    Position at = place();
    String description = description();
    String name = name();
    expect(Kind.COLON);
    Ast.Type type = type();
    Ast.Literal initial = skip(Kind.EQUALS) ? literal(true) : null;
    return new Ast.FieldDefinition(
        description, name, List.of(), initial, type, directives(true), at);
  }

  private Ast.EnumValue enumValue() {
    Position at = place();
    String description = description();
    return new Ast.EnumValue(description, name(), directives(true), at);
  }

  private Ast.DirectiveDefinition directive(String description) {
    word("directive");
    expect(Kind.AT);
    Position at = place();
    String name = name();
    List<Ast.FieldDefinition> arguments = argumentDefinitions();
    boolean repeatable = atWord("repeatable");
    if (repeatable) {
      next();
    }
    word("on");
    skip(Kind.PIPE);
    List<String> locations = new ArrayList<>();
    do {
      Token location = expect(Kind.NAME);
      if (!LOCATIONS.contains(location.text())) {
        throw unexpected(location);
      }
      locations.add(location.text());
    } while (skip(Kind.PIPE));
    return new Ast.DirectiveDefinition(description, name, arguments, locations, repeatable, at);
  }
}
