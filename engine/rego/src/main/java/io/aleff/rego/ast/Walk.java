package io.aleff.rego.ast;

import java.util.List;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Visits every literal and every term of a tree, outer ones first. */
public final class Walk {

  private final Consumer<Literal> literals;
  private final Consumer<Term> terms;
  private final Predicate<Term> leftOut;

  /**
   * @param literals told each literal
   * @param terms told each term
   */
  public Walk(Consumer<Literal> literals, Consumer<Term> terms) {
    this(literals, terms, term -> false);
  }

  /**
   * @param leftOut terms that are not visited, nor what is in them
   */
  public Walk(Consumer<Literal> literals, Consumer<Term> terms, Predicate<Term> leftOut) {
    this.literals = literals;
    this.terms = terms;
    this.leftOut = leftOut;
  }

  /** The rule with its other branches. */
  public void rule(Rule rule) {
    rule.ref().forEach(this::term);
    if (rule.args() != null) {
      rule.args().forEach(this::term);
    }
    term(rule.member());
    term(rule.value());
    body(rule.body());
    if (rule.orElse() != null) {
      rule(rule.orElse());
    }
  }

  /** The literals of a body. */
  public void body(List<Literal> body) {
    body.forEach(this::literal);
  }

  private void literal(Literal literal) {
    literals.accept(literal);
    switch (literal.expr()) {
      case Expr.Is is -> term(is.term());
      case Expr.Assign a -> {
        term(a.left());
        term(a.right());
      }
      case Expr.Unify u -> {
        term(u.left());
        term(u.right());
      }
      case Expr.SomeVars s -> s.vars().forEach(this::term);
      case Expr.SomeIn s -> {
        term(s.key());
        term(s.value());
        term(s.domain());
      }
      case Expr.Every e -> {
        term(e.key());
        term(e.value());
        term(e.domain());
        body(e.body());
      }
    }
    for (Literal.With with : literal.modifiers()) {
      term(with.target());
      term(with.value());
    }
  }

  /** A term, if there is one. */
  public void term(@Nullable Term term) {
    if (term == null || leftOut.test(term)) {
      return;
    }
    terms.accept(term);
    switch (term) {
      case Term.Scalar s -> {}
      case Term.Var v -> {}
      case Term.Ref r -> {
        term(r.head());
        r.path().forEach(this::term);
      }
      case Term.Call c -> c.args().forEach(this::term);
      case Term.ArrayTerm a -> a.items().forEach(this::term);
      case Term.SetTerm s -> s.items().forEach(this::term);
      case Term.ObjectTerm o -> {
        for (Term.Entry entry : o.entries()) {
          term(entry.key());
          term(entry.value());
        }
      }
      case Term.Comprehension c -> {
        term(c.key());
        term(c.head());
        body(c.body());
      }
      case Term.Template t -> t.parts().forEach(this::term);
      case Term.Logic l -> {
        body(l.left());
        body(l.right());
      }
    }
  }
}
