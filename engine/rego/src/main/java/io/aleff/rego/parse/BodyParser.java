package io.aleff.rego.parse;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Expr;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Term;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads bodies: literals with their modifiers. */
final class BodyParser {

  private final Tokens tokens;
  private final TermParser terms;
  private final Set<String> experimental;

  /**
   * @param experimental which of {@code and}, {@code or} were imported
   */
  BodyParser(Tokens tokens, Set<String> experimental) {
    this.tokens = tokens;
    this.experimental = experimental;
    this.terms = new TermParser(tokens, this);
  }

  TermParser terms() {
    return terms;
  }

  /** Literals up to a closing bracket, which is consumed. */
  List<Literal> body(String close) {
    List<Literal> out = new ArrayList<>();
    while (tokens.accept(";")) {
      // empty statements are allowed
    }
    if (tokens.is(close)) {
      throw tokens.error("found empty body", "an expression");
    }
    while (true) {
      out.add(literal());
      boolean separated = tokens.is(";") || tokens.onNewLine();
      while (tokens.accept(";")) {
        // several separators count as one
      }
      if (tokens.accept(close)) {
        return List.copyOf(out);
      }
      if (!separated) {
        throw tokens.error(
            "unexpected " + tokens.peek().describe() + " token",
            "\"\\n\" or \";\" or \"" + close + "\"");
      }
    }
  }

  /** A query: literals up to the end of the text. */
  List<Literal> query() {
    List<Literal> out = new ArrayList<>();
    while (!tokens.atEnd()) {
      out.add(literal());
      boolean separated = tokens.is(";") || tokens.onNewLine();
      while (tokens.accept(";")) {
        // several separators count as one
      }
      if (!separated && !tokens.atEnd()) {
        throw tokens.error("unexpected " + tokens.peek().describe() + " token", "\"\\n\" or \";\"");
      }
    }
    return List.copyOf(out);
  }

  Literal literal() {
    SourceLocation at = tokens.place();
    tokens.enter();
    boolean negated = tokens.acceptKeyword("not");
    Expr expr = expr(at, negated);
    List<Literal.With> with = modifiers();
    tokens.leave();
    return new Literal(negated, expr, with, at);
  }

  private Expr expr(SourceLocation at, boolean negated) {
    if (!negated && tokens.acceptKeyword("some")) {
      return some(at);
    }
    if (!negated && tokens.acceptKeyword("every")) {
      return every(at);
    }
    Term left = terms.membership(logic(terms.infix()));
    if (tokens.is(":=") || tokens.is("=")) {
      boolean declares = tokens.next().text().equals(":=");
      Term right = terms.membership(logic(terms.infix()));
      return declares ? new Expr.Assign(left, right, at) : new Expr.Unify(left, right, at);
    }
    return new Expr.Is(left, at);
  }

  /** A term that stands for itself; the place where experimental operators come in. */
  Term expressionTerm(Term term) {
    return logic(term);
  }

  private Term logic(Term first) {
    return experimental.isEmpty() ? first : or(first);
  }

  private Term or(Term first) {
    Term left = and(first);
    while (isLogic("or")) {
      tokens.next();
      Term right = and(operand());
      left = new Term.Logic(false, is(left), is(right), left.location());
    }
    return left;
  }

  private Term and(Term first) {
    Term left = first;
    while (isLogic("and")) {
      tokens.next();
      Term right = operand();
      left = new Term.Logic(true, is(left), is(right), left.location());
    }
    return left;
  }

  private Term operand() {
    return terms.infix();
  }

  private boolean isLogic(String word) {
    Token token = tokens.peek();
    return token.kind() == Token.Kind.NAME
        && token.text().equals(word)
        && experimental.contains(word);
  }

  private static List<Literal> is(Term term) {
    return List.of(
        new Literal(false, new Expr.Is(term, term.location()), List.of(), term.location()));
  }

  private Expr some(SourceLocation at) {
    List<Term> names = new ArrayList<>();
    do {
      names.add(terms.term());
    } while (tokens.accept(","));
    if (tokens.acceptKeyword("in")) {
      if (names.size() > 2) {
        throw tokens.error("some with more than two terms", "some k, v in …");
      }
      Term domain = terms.infix();
      @Nullable Term key = names.size() == 2 ? names.getFirst() : null;
      return new Expr.SomeIn(key, names.getLast(), domain, at);
    }
    List<Term.Var> vars = new ArrayList<>();
    for (Term name : names) {
      if (!(name instanceof Term.Var v)) {
        throw tokens.error("unexpected term in some declaration", "var or \"in\"");
      }
      vars.add(v);
    }
    return new Expr.SomeVars(List.copyOf(vars), at);
  }

  private Expr every(SourceLocation at) {
    Term first = terms.term();
    @Nullable Term key = null;
    if (tokens.accept(",")) {
      key = first;
      first = terms.term();
    }
    if (!tokens.acceptKeyword("in")) {
      throw tokens.error("unexpected " + tokens.peek().describe() + " token", "\"in\"");
    }
    Term domain = terms.infix();
    tokens.expect("{");
    return new Expr.Every(key, first, domain, body("}"), at);
  }

  List<Literal.With> modifiers() {
    List<Literal.With> out = new ArrayList<>();
    while (tokens.isKeyword("with")) {
      SourceLocation at = tokens.place();
      tokens.next();
      Term target = terms.term();
      if (!tokens.acceptKeyword("as")) {
        throw tokens.error("unexpected " + tokens.peek().describe() + " token", "\"as\"");
      }
      out.add(new Literal.With(target, terms.infix(), at));
    }
    return List.copyOf(out);
  }

  /** A set comprehension <code>{x | x = term}</code>, which is empty when the term is undefined. */
  Term closure(Term term, List<Literal.With> with, SourceLocation at) {
    Term.Var value = new Term.Var("$value", at);
    Literal only = new Literal(false, new Expr.Assign(value, term, at), with, at);
    return new Term.Comprehension(Term.Comprehension.Kind.SET, null, value, List.of(only), at);
  }
}
