package io.aleff.guardrail.drl;

import java.util.List;
import java.util.stream.Collectors;

/** Writes rules as DRL again: the only DRL that is ever compiled. */
final class RulePrinter {

  private RulePrinter() {}

  /**
   * @param packageName a package of Aleff's own; the author's package names nothing
   */
  static String print(String packageName, List<Rule> rules) {
    StringBuilder out = new StringBuilder();
    out.append("package ").append(packageName).append("\n\n");
    out.append("import ").append(FactModel.PACKAGE).append(".*\n");
    rules.forEach(rule -> out.append('\n').append(print(rule)));
    return out.toString();
  }

  private static String print(Rule rule) {
    StringBuilder out = new StringBuilder();
    out.append("rule ").append(text(rule.name())).append("\n  dialect \"mvel\"\n");
    out.append("  salience ").append(rule.salience()).append('\n');
    out.append("  no-loop ").append(rule.noLoop()).append("\nwhen\n");
    List<Condition> conditions =
        rule.condition() instanceof Condition.All all ? all.of() : List.of(rule.condition());
    conditions.forEach(c -> out.append("  ").append(print(c)).append('\n'));
    out.append("then\n");
    for (Rule.Insertion insertion : rule.insertions()) {
      out.append("  insert(Signal.of(").append(text(insertion.signal())).append(", ");
      out.append(print(insertion.weight())).append(", ");
      out.append(print(insertion.evidence())).append("));\n");
    }
    return out.append("end\n").toString();
  }

  private static String print(Condition condition) {
    return switch (condition) {
      case Condition.All all -> join(all.of(), " and ");
      case Condition.Any any -> join(any.of(), " or ");
      case Condition.None none -> "not( " + print(none.of()) + " )";
      case Condition.Exists exists -> "exists( " + print(exists.of()) + " )";
      case Condition.Pattern pattern ->
          (pattern.variable() == null ? "" : pattern.variable() + " : ")
              + pattern.type()
              + constraints(pattern.constraints());
      case Condition.Accumulate a -> accumulate(a);
    };
  }

  private static String accumulate(Condition.Accumulate a) {
    String functions =
        a.functions().stream()
            .map(f -> f.variable() + " : " + f.name() + "( " + print(f.argument()) + " )")
            .collect(Collectors.joining(", "));
    String constraints =
        a.constraints().stream().map(c -> print(c.expression())).collect(Collectors.joining(", "));
    String last = constraints.isEmpty() ? "" : "; " + constraints;
    return "accumulate( " + print(a.source()) + "; " + functions + last + " )";
  }

  private static String join(List<Condition> of, String word) {
    return of.size() == 1
        ? print(of.get(0))
        : of.stream().map(RulePrinter::print).collect(Collectors.joining(word, "( ", " )"));
  }

  private static String constraints(List<Condition.Constraint> constraints) {
    return constraints.stream()
        .map(c -> (c.variable() == null ? "" : c.variable() + " : ") + print(c.expression()))
        .collect(Collectors.joining(", ", "( ", " )"));
  }

  static String print(Expr expr) {
    return switch (expr) {
      case Expr.Text text -> text(text.value());
      case Expr.Numeral number -> number(number.digits());
      case Expr.Truth truth -> String.valueOf(truth.value());
      case Expr.Null ignored -> "null";
      case Expr.Own own -> own.property();
      case Expr.Variable variable -> variable.name();
      case Expr.Property property -> property.of().name() + "." + property.name();
      case Expr.Call call ->
          operand(call.on())
              + "."
              + call.method()
              + call.arguments().stream()
                  .map(RulePrinter::print)
                  .collect(Collectors.joining(", ", "(", ")"));
      case Expr.Binary b -> operand(b.left()) + " " + b.operator() + " " + operand(b.right());
      case Expr.In in ->
          operand(in.value())
              + (in.negated() ? " not in " : " in ")
              + in.options().stream()
                  .map(RulePrinter::print)
                  .collect(Collectors.joining(", ", "(", ")"));
      case Expr.Not not -> "!(" + print(not.of()) + ")";
      case Expr.Minus minus -> "-" + operand(minus.of());
    };
  }

  private static String operand(Expr expr) {
    boolean compound =
        expr instanceof Expr.Binary || expr instanceof Expr.In || expr instanceof Expr.Minus;
    return compound ? "(" + print(expr) + ")" : print(expr);
  }

  private static String number(String digits) {
    boolean large = digits.indexOf('.') < 0 && digits.length() > 9;
    return large ? digits + "L" : digits;
  }

  /** A string literal that means the same to DRL and to MVEL, in ASCII. */
  static String text(String value) {
    StringBuilder out = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20 || c > 0x7e) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    return out.append('"').toString();
  }
}
