package io.aleff.rego.format;

import io.aleff.rego.ast.Term;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Calls that are written between their operands. */
final class Operators {

  /**
   * @param level how tightly it binds, the lowest number least
   */
  record Operator(String symbol, int level) {}

  private static final Map<String, Operator> BY_NAME =
      Map.ofEntries(
          Map.entry("internal.member_2", new Operator("in", 0)),
          Map.entry("equal", new Operator("==", 1)),
          Map.entry("neq", new Operator("!=", 1)),
          Map.entry("lt", new Operator("<", 1)),
          Map.entry("lte", new Operator("<=", 1)),
          Map.entry("gt", new Operator(">", 1)),
          Map.entry("gte", new Operator(">=", 1)),
          Map.entry("or", new Operator("|", 2)),
          Map.entry("and", new Operator("&", 3)),
          Map.entry("plus", new Operator("+", 4)),
          Map.entry("minus", new Operator("-", 4)),
          Map.entry("mul", new Operator("*", 5)),
          Map.entry("div", new Operator("/", 5)),
          Map.entry("rem", new Operator("%", 5)));

  private Operators() {}

  /** The operator of an infix call, or null. */
  static @Nullable Operator of(Term term) {
    return term instanceof Term.Call c && c.args().size() == 2 ? BY_NAME.get(c.name()) : null;
  }

  static boolean isUnion(Term term) {
    return term instanceof Term.Call c && c.name().equals("or") && of(term) != null;
  }

  static boolean isPairMembership(Term term) {
    return term instanceof Term.Call c && c.name().equals("internal.member_3");
  }
}
