package io.aleff.guardrail.drl;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The closed lists: operators, methods and functions that rules may use. */
final class Words {

  static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
  static final Set<String> WORD_OPERATORS = Set.of("matches", "contains", "memberOf", "in", "str");
  static final Set<String> TEXT_TESTS = Set.of("startsWith", "endsWith", "length");
  static final Set<String> FUNCTIONS = Set.of("average", "count", "max", "min", "sum");

  /**
   * @param on the type that has the method
   */
  record Method(Kind on, String name, List<Kind> parameters, Kind result) {

    /** Whether {@code files.size} may be written for {@code files.size()}. */
    boolean isProperty() {
      return name.equals("size") || name.equals("length");
    }
  }

  private static final List<Method> METHODS =
      List.of(
          new Method(Kind.TEXT, "length", List.of(), Kind.NUMBER),
          new Method(Kind.TEXT, "isEmpty", List.of(), Kind.TRUTH),
          new Method(Kind.TEXT, "trim", List.of(), Kind.TEXT),
          new Method(Kind.TEXT, "toLowerCase", List.of(), Kind.TEXT),
          new Method(Kind.TEXT, "toUpperCase", List.of(), Kind.TEXT),
          new Method(Kind.TEXT, "startsWith", List.of(Kind.TEXT), Kind.TRUTH),
          new Method(Kind.TEXT, "endsWith", List.of(Kind.TEXT), Kind.TRUTH),
          new Method(Kind.TEXT, "contains", List.of(Kind.TEXT), Kind.TRUTH),
          new Method(Kind.TEXT, "equals", List.of(Kind.TEXT), Kind.TRUTH),
          new Method(Kind.TEXT, "equalsIgnoreCase", List.of(Kind.TEXT), Kind.TRUTH),
          new Method(Kind.TEXTS, "size", List.of(), Kind.NUMBER),
          new Method(Kind.TEXTS, "isEmpty", List.of(), Kind.TRUTH),
          new Method(Kind.TEXTS, "contains", List.of(Kind.TEXT), Kind.TRUTH),
          new Method(Kind.TIME, "isBefore", List.of(Kind.TIME), Kind.TRUTH),
          new Method(Kind.TIME, "isAfter", List.of(Kind.TIME), Kind.TRUTH));

  /** Words that look like properties but reach into the machine: named in messages. */
  static final Map<String, String> REACHING =
      Map.of(
          "class", "reflection",
          "getClass", "reflection",
          "forName", "reflection",
          "drools", "the rule engine",
          "kcontext", "the rule engine");

  private Words() {}

  static @Nullable Method method(Kind on, String name) {
    return METHODS.stream()
        .filter(m -> m.on() == on && m.name().equals(name))
        .findFirst()
        .orElse(null);
  }

  static List<String> methodNames(Kind on) {
    return METHODS.stream().filter(m -> m.on() == on).map(Method::name).toList();
  }
}
