package io.aleff.rego.graphql;

import io.aleff.rego.graphql.GraphqlError.Position;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules for type systems, section 3 of the specification; the first breach is thrown. */
final class SchemaCheck {

  private final Schema schema;
  private final Meter meter;

  SchemaCheck(Schema schema, Meter meter) {
    this.schema = schema;
    this.meter = meter;
  }

  void run() {
    new TreeMap<>(schema.types()).values().forEach(this::type);
    for (Ast.DirectiveDefinition directive : new TreeMap<>(schema.directives()).values()) {
      name(directive.name(), directive.at());
      arguments(directive.arguments(), directive.name());
    }
  }

  private void type(Ast.Definition type) {
    String fieldPlace =
        type.kind() == Ast.Kind.INPUT_OBJECT ? "INPUT_FIELD_DEFINITION" : "FIELD_DEFINITION";
    for (Ast.FieldDefinition field : type.fields()) {
      meter.step();
      name(field.name(), field.at());
      known(field.type());
      arguments(field.arguments(), null);
      directives(field.directives(), fieldPlace, null);
    }
    members(type);
    for (String one : type.interfaces()) {
      implemented(type, one);
    }
    switch (type.kind()) {
      case OBJECT, INTERFACE -> output(type);
      case ENUM -> enumeration(type);
      case INPUT_OBJECT -> input(type);
      case SCALAR, UNION -> {}
    }
    Set<String> seen = new HashSet<>();
    for (Ast.FieldDefinition field : type.fields()) {
      if (!seen.add(field.name())) {
        throw new GraphqlError(
            "Field %s.%s can only be defined once.".formatted(type.name(), field.name()),
            field.at());
      }
    }
    if (!type.builtIn()) {
      name(type.name(), type.at());
    }
    directives(type.directives(), type.kind().name(), null);
  }

  private void members(Ast.Definition type) {
    for (String name : type.members()) {
      Ast.Definition member = schema.type(name);
      if (member == null) {
        throw new GraphqlError("Undefined type \"" + name + "\".", type.at());
      }
      if (member.kind() != Ast.Kind.OBJECT) {
        throw new GraphqlError(
            "%s type \"%s\" must be OBJECT.".formatted(type.kind(), name), type.at());
      }
    }
  }

  private void output(Ast.Definition type) {
    if (type.fields().isEmpty()) {
      throw ofType(type, "must define one or more fields.");
    }
    for (Ast.FieldDefinition field : type.fields()) {
      Ast.Definition of = schema.type(field.type().name());
      if (of != null && of.kind() == Ast.Kind.INPUT_OBJECT) {
        throw new GraphqlError(
            "%s %s: field must be one of %s."
                .formatted(
                    type.kind(),
                    type.name(),
                    list(
                        Ast.Kind.SCALAR,
                        Ast.Kind.OBJECT,
                        Ast.Kind.INTERFACE,
                        Ast.Kind.UNION,
                        Ast.Kind.ENUM)),
            field.at());
      }
    }
  }

  private void input(Ast.Definition type) {
    if (type.fields().isEmpty()) {
      throw ofType(type, "must define one or more input fields.");
    }
    for (Ast.FieldDefinition field : type.fields()) {
      Ast.Definition of = schema.type(field.type().name());
      if (of != null && !of.kind().isInput()) {
        throw new GraphqlError(
            "%s %s: field must be one of %s."
                .formatted(
                    of.kind(),
                    field.name(),
                    list(Ast.Kind.SCALAR, Ast.Kind.ENUM, Ast.Kind.INPUT_OBJECT)),
            field.at());
      }
    }
  }

  private static String list(Ast.Kind... kinds) {
    return Arrays.stream(kinds).map(Ast.Kind::name).collect(Collectors.joining(", "));
  }

  private static void enumeration(Ast.Definition type) {
    if (type.values().isEmpty()) {
      throw ofType(type, "must define one or more unique enum values.");
    }
    for (Ast.EnumValue value : type.values()) {
      switch (value.name()) {
        case "true", "false", "null" -> throw ofType(type, "non-enum value " + value.name() + ".");
        default -> {}
      }
    }
  }

  private static GraphqlError ofType(Ast.Definition type, String what) {
    return new GraphqlError(type.kind() + " " + type.name() + ": " + what, type.at());
  }

  private static void name(String name, @Nullable Position at) {
    if (name.startsWith("__")) {
      throw new GraphqlError(
          "Name \""
              + name
              + "\" must not begin with \"__\", which is reserved by GraphQL introspection.",
          at);
    }
  }

  private void known(Ast.Type type) {
    if (schema.type(type.name()) == null) {
      throw new GraphqlError("Undefined type " + type.name() + ".", type.at());
    }
  }

  /**
   * @param owner the directive whose arguments they are; null for those of fields
   */
  private void arguments(List<Ast.FieldDefinition> arguments, @Nullable String owner) {
    for (Ast.FieldDefinition argument : arguments) {
      meter.step();
      name(argument.name(), argument.at());
      known(argument.type());
      Ast.Definition type = schema.type(argument.type().name());
      if (type != null && !type.kind().isInput()) {
        throw new GraphqlError(
            "cannot use %s as argument %s because %s is not a valid input type"
                .formatted(argument.type(), argument.name(), type.kind()),
            argument.at());
      }
      directives(argument.directives(), "ARGUMENT_DEFINITION", owner);
    }
  }

  private void directives(List<Ast.Directive> directives, String location, @Nullable String owner) {
    for (Ast.Directive directive : directives) {
      meter.step();
      name(directive.name(), directive.at());
      if (directive.name().equals(owner)) {
        throw new GraphqlError("Directive " + owner + " cannot refer to itself.", directive.at());
      }
      Ast.DirectiveDefinition definition = schema.directive(directive.name());
      if (definition == null) {
        throw new GraphqlError("Undefined directive " + directive.name() + ".", directive.at());
      }
      if (!definition.locations().contains(location)) {
        throw new GraphqlError(
            "Directive %s is not applicable on %s.".formatted(directive.name(), location),
            directive.at());
      }
    }
  }

  private void implemented(Ast.Definition type, String name) {
    Ast.Definition contract = schema.type(name);
    if (contract == null) {
      throw new GraphqlError("Undefined type \"" + name + "\".", type.at());
    }
    if (contract.kind() != Ast.Kind.INTERFACE) {
      throw new GraphqlError(
          "\"%s\" is a non interface type %s.".formatted(name, contract.kind()), type.at());
    }
    String prefix = "For %s to implement %s ".formatted(type.name(), name);
    for (Ast.FieldDefinition wanted : contract.fields()) {
      meter.step();
      meter.work(type.fields().size());
      Ast.FieldDefinition field = type.field(wanted.name());
      if (field == null) {
        throw new GraphqlError(
            prefix + "it must have a field called " + wanted.name() + ".", type.at());
      }
      if (!covariant(wanted.type(), field.type())) {
        throw new GraphqlError(
            prefix + "the field %s must have type %s.".formatted(wanted.name(), wanted.type()),
            field.at());
      }
      implementedArguments(prefix, wanted, field);
    }
    for (String inherited : contract.interfaces()) {
      meter.work(type.interfaces().size());
      if (!type.interfaces().contains(inherited)) {
        throw new GraphqlError(
            inherited.equals(type.name())
                ? "Type %s cannot implement %s because it would create a circular reference."
                    .formatted(type.name(), name)
                : "Type %s must implement %s because it is implemented by %s."
                    .formatted(type.name(), inherited, name),
            type.at());
      }
    }
  }

  private void implementedArguments(
      String prefix, Ast.FieldDefinition wanted, Ast.FieldDefinition field) {
    meter.work((1L + wanted.arguments().size()) * field.arguments().size());
    String same = prefix + "the field " + wanted.name() + " must have the same arguments but ";
    for (Ast.FieldDefinition argument : wanted.arguments()) {
      Ast.FieldDefinition found = field.argument(argument.name());
      if (found == null) {
        throw new GraphqlError(same + "it is missing " + argument.name() + ".", field.at());
      }
      if (!argument.type().fits(found.type())) {
        throw new GraphqlError(same + argument.name() + " has the wrong type.", found.at());
      }
    }
    for (Ast.FieldDefinition found : field.arguments()) {
      if (wanted.argument(found.name()) == null && found.isRequired()) {
        throw new GraphqlError(
            prefix
                + "any additional arguments on %s must be optional or have a default value but %s is required."
                    .formatted(field.name(), found.name()),
            found.at());
      }
    }
  }

  private boolean covariant(Ast.Type wanted, Ast.Type actual) {
    if (wanted.nonNull() && !actual.nonNull()) {
      return false;
    }
    meter.work(schema.possible(wanted.named()).size());
    Ast.Type wantedOf = wanted.of();
    Ast.Type actualOf = actual.of();
    if (wantedOf == null) {
      return actualOf == null
          && (wanted.named().equals(actual.named())
              || schema.possible(wanted.named()).contains(actual.named()));
    }
    return actualOf != null && covariant(wantedOf, actualOf);
  }
}
