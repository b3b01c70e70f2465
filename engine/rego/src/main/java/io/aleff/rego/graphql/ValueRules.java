package io.aleff.rego.graphql;

import io.aleff.rego.value.ValuePrinter;
import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules for values and variables in them: sections 5.6 and 5.8 of the specification. */
final class ValueRules {

  private static final Set<String> SCALARS = Set.of("Int", "Float", "String", "Boolean", "ID");

  private final Findings findings;
  private final Meter meter;

  ValueRules(Findings findings, Meter meter) {
    this.findings = findings;
    this.meter = meter;
  }

  void value(
      Ast.Literal value,
      Ast.@Nullable Type expected,
      Ast.@Nullable Definition type,
      QueryCheck.@Nullable Operating operating,
      Ast.@Nullable Variable variable) {
    if (value.kind() == Ast.LiteralKind.VARIABLE && operating != null && variable == null) {
      String name = operating.operation().name();
      findings.add(
          "Variable \"$"
              + value.raw()
              + "\" is not defined"
              + (name.isEmpty() ? "." : " by operation \"" + name + "\"."),
          value.at());
    }
    if (value.kind() == Ast.LiteralKind.OBJECT) {
      Set<String> seen = new HashSet<>();
      for (Ast.Entry entry : value.entries()) {
        if (!seen.add(entry.name())) {
          findings.add(
              "There can be only one input field named \"" + entry.name() + "\".", entry.at());
        }
      }
    }
    if (expected != null && type != null) {
      typed(value, expected, type);
    }
  }

  /**
   * @param filled whether a variable or a place without a value has one all the same
   */
  void position(Ast.Literal value, Ast.Type expected, Ast.Variable variable, boolean filled) {
    Ast.Type wanted =
        filled ? new Ast.Type(expected.named(), expected.of(), false, expected.at()) : expected;
    if (!variable.type().fits(wanted)) {
      findings.add(
          "Variable \"%s\" of type \"%s\" used in position expecting type \"%s\"."
              .formatted(text(value), variable.type(), expected),
          value.at());
    }
  }

  private void typed(Ast.Literal value, Ast.Type expected, Ast.Definition type) {
    if (value.kind() == Ast.LiteralKind.NULL && expected.nonNull()) {
      findings.add(
          "Expected value of type \"%s\", found %s.".formatted(expected, text(value)), value.at());
    }
    // What a scalar of one's own takes is not known.
    if (type.kind() == Ast.Kind.SCALAR && !SCALARS.contains(type.name())) {
      return;
    }
    switch (value.kind()) {
      case NULL, VARIABLE -> {}
      case LIST -> demand(expected.of() != null, value, expected, type);
      case INT -> {
        demand(fitsLong(value.raw()), value, expected, type);
        demand(Set.of("Int", "Float", "ID").contains(type.name()), value, expected, type);
      }
      case FLOAT -> demand(type.name().equals("Float"), value, expected, type);
      case BOOLEAN -> demand(type.name().equals("Boolean"), value, expected, type);
      case STRING, BLOCK -> string(value, expected, type);
      case ENUM -> enumeration(value, expected, type);
      case OBJECT -> object(value, type);
    }
  }

  private void demand(boolean right, Ast.Literal value, Ast.Type expected, Ast.Definition type) {
    if (!right) {
      findings.add(unexpected(value, expected, type), value.at());
    }
  }

  private void string(Ast.Literal value, Ast.Type expected, Ast.Definition type) {
    if (type.kind() == Ast.Kind.ENUM) {
      findings.add(
          "Enum \"%s\" cannot represent non-enum value: %s.".formatted(expected, text(value))
              + suggested(value, type, true),
          value.at());
    } else {
      demand(type.name().equals("String") || type.name().equals("ID"), value, expected, type);
    }
  }

  private void enumeration(Ast.Literal value, Ast.Type expected, Ast.Definition type) {
    meter.work(type.values().size());
    if (type.kind() != Ast.Kind.ENUM) {
      findings.add(unexpected(value, expected, type) + suggested(value, type, false), value.at());
    } else if (names(type).stream().noneMatch(value.raw()::equals)) {
      findings.add(
          "Value \"%s\" does not exist in \"%s\" enum.".formatted(text(value), expected)
              + suggested(value, type, true),
          value.at());
    }
  }

  private String suggested(Ast.Literal value, Ast.Definition type, boolean quoted) {
    return Suggestions.text(
        "Did you mean the enum value", Suggestions.near(value.raw(), names(type), meter), quoted);
  }

  private static List<String> names(Ast.Definition type) {
    return type.values().stream().map(Ast.EnumValue::name).toList();
  }

  private void object(Ast.Literal value, Ast.Definition type) {
    meter.work((1L + value.entries().size()) * type.fields().size());
    Set<String> given = value.entries().stream().map(Ast.Entry::name).collect(Collectors.toSet());
    for (Ast.FieldDefinition field : type.fields()) {
      if (field.isRequired() && !given.contains(field.name())) {
        findings.add(
            "Field \"%s.%s\" of required type \"%s\" was not provided."
                .formatted(type.name(), field.name(), field.type()),
            value.at());
      }
    }
    for (Ast.Entry entry : value.entries()) {
      if (type.field(entry.name()) == null) {
        List<String> known = type.fields().stream().map(Ast.FieldDefinition::name).toList();
        findings.add(
            "Field \"%s\" is not defined by type \"%s\".".formatted(entry.name(), type.name())
                + Suggestions.text(
                    "Did you mean", Suggestions.near(entry.name(), known, meter), true),
            entry.at());
      }
    }
  }

  private static boolean fitsLong(String digits) {
    return digits.length() < 19 || new BigInteger(clip(digits)).bitLength() < Long.SIZE;
  }

  /** A number of twenty digits is too large already. */
  private static String clip(String digits) {
    return digits.substring(0, Math.min(digits.length(), 25));
  }

  private String unexpected(Ast.Literal value, Ast.Type expected, Ast.Definition type) {
    String shown = text(value);
    return switch (expected.toString()) {
      case "Int", "Int!" ->
          isWide(value.raw())
              ? "Int cannot represent non 32-bit signed integer value: " + shown
              : "Int cannot represent non-integer value: " + shown;
      case "String", "String!", "[String]" ->
          "String cannot represent a non string value: " + shown;
      case "Boolean", "Boolean!" -> "Boolean cannot represent a non boolean value: " + shown;
      case "Float", "Float!" -> "Float cannot represent non numeric value: " + shown;
      case "ID", "ID!" -> "ID cannot represent a non-string and non-integer value: " + shown;
      default ->
          type.kind() == Ast.Kind.ENUM
              ? "Enum \"%s\" cannot represent non-enum value: %s.".formatted(expected, shown)
              : "Expected value of type \"%s\", found %s.".formatted(expected, shown);
    };
  }

  private static boolean isWide(String raw) {
    return raw.matches("[+-]?[0-9]+") && new BigInteger(clip(raw)).bitLength() >= Integer.SIZE;
  }

  /** A value as errors show it. */
  private static String text(Ast.Literal value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Ast.Literal value, StringBuilder out) {
    switch (value.kind()) {
      case VARIABLE -> out.append('$').append(value.raw());
      case INT, FLOAT, BOOLEAN, NULL, ENUM -> out.append(value.raw());
      case STRING, BLOCK -> ValuePrinter.quote(value.raw(), out);
      case LIST, OBJECT -> {
        boolean named = value.kind() == Ast.LiteralKind.OBJECT;
        out.append(named ? '{' : '[');
        String separator = "";
        for (Ast.Entry entry : value.entries()) {
          out.append(separator).append(named ? entry.name() + ":" : "");
          write(entry.value(), out);
          separator = ",";
        }
        out.append(named ? '}' : ']');
      }
    }
  }
}
