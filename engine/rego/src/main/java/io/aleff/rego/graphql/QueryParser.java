package io.aleff.rego.graphql;

import io.aleff.rego.graphql.GraphqlError.Position;
import io.aleff.rego.graphql.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/** Reads operations and fragments: section 2 of the specification. */
final class QueryParser extends Tokens {

  QueryParser(String text, Meter meter) {
    super(text, meter);
  }

  Ast.Query document() {
    List<Ast.Operation> operations = new ArrayList<>();
    List<Ast.Fragment> fragments = new ArrayList<>();
    while (!at(Kind.EOF)) {
      if (atWord("fragment")) {
        fragments.add(fragment());
      } else if (at(Kind.BRACE_L)
          || atWord("query")
          || atWord("mutation")
          || atWord("subscription")) {
        operations.add(operation());
      } else {
        throw unexpected(peek());
      }
    }
    return Ast.Query.of(operations, fragments);
  }

  private Ast.Operation operation() {
    Position at = place();
    if (at(Kind.BRACE_L)) {
      return new Ast.Operation("query", "", List.of(), List.of(), selections(), at);
    }
    String kind = operationKind();
    String name = at(Kind.NAME) ? name() : "";
    return new Ast.Operation(kind, name, variables(), directives(false), selections(), at);
  }

  private Ast.Fragment fragment() {
    Position at = place();
    word("fragment");
    String name = fragmentName();
    List<Ast.Variable> variables = variables();
    word("on");
    return new Ast.Fragment(name, variables, name(), directives(false), selections(), at);
  }

  private String fragmentName() {
    if (peek().text().equals("on")) {
      throw unexpected(peek());
    }
    return name();
  }

  private List<Ast.Variable> variables() {
    return many(
        Kind.PAREN_L,
        Kind.PAREN_R,
        () -> {
          Position at = place();
          String name = variable();
          expect(Kind.COLON);
          Ast.Type type = type();
          Ast.Literal initial = skip(Kind.EQUALS) ? literal(true) : null;
          return new Ast.Variable(name, type, initial, directives(false), at);
        });
  }

  private List<Ast.Selection> selections() {
    if (!at(Kind.BRACE_L)) {
      throw error(peek(), "Expected {, found " + peek().kind().shown);
    }
    return some(Kind.BRACE_L, Kind.BRACE_R, this::selection);
  }

  private Ast.Selection selection() {
    if (skip(Kind.SPREAD)) {
      return spread();
    }
    Position at = place();
    String alias = name();
    String name = skip(Kind.COLON) ? name() : alias;
    return new Ast.Field(
        alias,
        name,
        arguments(false),
        directives(false),
        at(Kind.BRACE_L) ? selections() : List.of(),
        at);
  }

  private Ast.Selection spread() {
    Position at = place();
    if (at(Kind.NAME) && !atWord("on")) {
      return new Ast.Spread(name(), directives(false), at);
    }
    String condition = "";
    if (peek().text().equals("on")) {
      next();
      condition = name();
    }
    return new Ast.Inline(condition, directives(false), selections(), at);
  }
}
