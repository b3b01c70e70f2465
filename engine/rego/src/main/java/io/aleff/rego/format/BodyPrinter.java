package io.aleff.rego.format;

import io.aleff.rego.ast.Expr;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Term;
import java.util.List;

/** Writes bodies. */
final class BodyPrinter {

  private final Page page;
  private final Source source;
  private final TermPrinter terms;

  BodyPrinter(Page page, Source source) {
    this.page = page;
    this.source = source;
    this.terms = new TermPrinter(page, source, this);
  }

  TermPrinter terms() {
    return terms;
  }

  /**
   * Literals on lines of their own.
   *
   * @param close index of the bracket after them
   */
  void lines(List<Literal> body, int close) {
    for (int i = 0; i < body.size(); i++) {
      Literal literal = body.get(i);
      int next = i + 1 < body.size() ? source.at(body.get(i + 1).location()) : close;
      int last = source.last(next);
      Page.Mark mark = page.mark();
      try {
        literal(literal);
      } catch (Page.Crowded e) {
        page.back(mark);
        page.reach(literal.location().line());
        int first = source.at(literal.location());
        page.verbatim(source.text(first, last), source.lastRow(last), source.token(last).column());
      }
      page.endLine();
      if (i + 1 < body.size() && body.get(i + 1).location().line() > source.lastRow(last) + 1) {
        page.blankLine();
      }
    }
  }

  /**
   * The body of a comprehension or {@code every}, on one line when it was.
   *
   * @param row where what is before the body begins
   */
  void inBrackets(List<Literal> body, int row, int close) {
    boolean oneLine = body.stream().allMatch(l -> l.location().line() <= row);
    if (oneLine) {
      for (int i = 0; i < body.size(); i++) {
        page.write(i == 0 ? " " : "; ");
        literal(body.get(i));
      }
      page.reach(source.token(close).line());
      return;
    }
    page.endLine();
    page.indent();
    lines(body, close);
    page.reach(source.token(close).line());
    page.outdent();
  }

  void literal(Literal literal) {
    page.reach(literal.location().line());
    page.write(literal.negated() ? "not " : "");
    expr(literal.expr());
    boolean indented = false;
    int row = 0;
    for (Literal.With with : literal.modifiers()) {
      boolean below = row > 0 && with.location().line() > row;
      if (below && !indented) {
        indented = true;
        page.indent();
      }
      if (below) {
        page.endLine();
      } else {
        page.write(" ");
      }
      row = with.location().line();
      page.reach(row);
      page.write("with ");
      terms.term(with.target());
      page.write(" as ");
      terms.term(with.value());
    }
    if (indented) {
      page.outdent();
    }
  }

  private void expr(Expr expr) {
    switch (expr) {
      case Expr.Is is -> terms.expression(is.term());
      case Expr.Assign a -> sides(a.left(), " := ", a.right());
      case Expr.Unify u -> sides(u.left(), " = ", u.right());
      case Expr.SomeVars s -> someVars(s);
      case Expr.SomeIn s -> {
        page.write("some ");
        domain(s.key(), s.value(), s.domain());
      }
      case Expr.Every e -> every(e);
    }
  }

  private void sides(Term left, String sign, Term right) {
    terms.term(left);
    page.write(sign);
    terms.term(right);
  }

  private void domain(@org.jspecify.annotations.Nullable Term key, Term value, Term domain) {
    if (key != null) {
      terms.term(key);
      page.write(", ");
    }
    terms.term(value);
    page.write(" in ");
    terms.term(domain);
  }

  private void someVars(Expr.SomeVars some) {
    page.write("some");
    int row = some.location().line();
    for (int i = 0; i < some.vars().size(); i++) {
      Term.Var v = some.vars().get(i);
      boolean below = v.location().line() > row;
      if (below) {
        page.endLine();
        row = v.location().line();
        page.indent();
      } else {
        page.write(" ");
      }
      terms.term(v);
      page.write(i + 1 < some.vars().size() ? "," : "");
      if (below) {
        page.outdent();
      }
    }
  }

  private void every(Expr.Every every) {
    page.write("every ");
    domain(every.key(), every.value(), every.domain());
    page.write(" {");
    int close = source.close(bodyOf(every));
    inBrackets(every.body(), every.location().line(), close);
    boolean oneLine =
        every.body().stream().allMatch(l -> l.location().line() <= every.location().line());
    page.write(oneLine ? " }" : "}");
  }

  private int bodyOf(Expr.Every every) {
    int first = source.at(every.body().getFirst().location()) - 1;
    while (first > 0 && !source.token(first).is("{")) {
      first--;
    }
    return first;
  }
}
