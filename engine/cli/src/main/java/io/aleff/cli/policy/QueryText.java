package io.aleff.cli.policy;

import io.aleff.rego.ast.Expr;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Term;
import io.aleff.rego.parse.ModuleParser;
import java.util.ArrayList;
import java.util.List;

/**
 * A query whose expressions can be reported with their values.
 *
 * @param text what is evaluated: expressions that are terms are bound to a name
 * @param expressions their texts as written
 * @param names the name each value is bound to; empty for those that only hold
 */
record QueryText(String text, List<String> expressions, List<String> names) {

  private static final String NAME = "$expression";

  static QueryText of(String query) {
    List<Literal> body = ModuleParser.query(query).body();
    List<String> parts = new ArrayList<>();
    List<String> expressions = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int i = 0; i < body.size(); i++) {
      int start = offset(query, body.get(i));
      int end = i + 1 < body.size() ? offset(query, body.get(i + 1)) : query.length();
      String part = query.substring(start, end).strip().replaceAll("[;\\s]+$", "");
      boolean term = hasValue(body.get(i));
      String name = term ? NAME + i : "";
      parts.add(term ? name + " := " + part : part);
      if (term && body.size() > 1) {
        parts.add(name);
      }
      expressions.add(part);
      names.add(name);
    }
    return new QueryText(body.isEmpty() ? query : String.join("\n", parts), expressions, names);
  }

  private static boolean hasValue(Literal literal) {
    return !literal.negated()
        && literal.expr() instanceof Expr.Is is
        && !(is.term() instanceof Term.Call call && call.name().equals("print"));
  }

  static boolean isInternal(String name) {
    return name.startsWith("$");
  }

  private static int offset(String query, Literal literal) {
    int at = 0;
    for (int line = 1; line < literal.location().line(); line++) {
      at = query.indexOf('\n', at) + 1;
    }
    return at + literal.location().column() - 1;
  }
}
