package io.aleff.rego.graphql;

import io.aleff.rego.graphql.GraphqlError.Position;
import io.aleff.rego.graphql.Token.Kind;
import io.aleff.rego.value.ValuePrinter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The tokens of a document, one ahead, and what all documents have: names, types, values. */
class Tokens {

  private final Lexer lexer;
  private final Meter meter;
  private @Nullable Token ahead;
  private int depth;

  Tokens(String text, Meter meter) {
    this.lexer = new Lexer(text);
    this.meter = meter;
  }

  final Token peek() {
    Token token = ahead;
    if (token == null) {
      meter.step();
      token = lexer.next();
      ahead = token;
    }
    return token;
  }

  final Position place() {
    return peek().at();
  }

  final boolean at(Kind kind) {
    return peek().kind() == kind;
  }

  final boolean atWord(String word) {
    return at(Kind.NAME) && peek().text().equals(word);
  }

  final Token next() {
    Token token = peek();
    ahead = null;
    if (token.problem() != null) {
      throw token.problem();
    }
    return token;
  }

  final boolean skip(Kind kind) {
    if (!at(kind)) {
      return false;
    }
    next();
    return true;
  }

  final Token expect(Kind kind) {
    if (!at(kind)) {
      throw error(peek(), "Expected " + kind.shown + ", found " + peek().kind().shown);
    }
    return next();
  }

  final void word(String word) {
    if (!atWord(word)) {
      StringBuilder wanted = new StringBuilder();
      ValuePrinter.quote(word, wanted);
      throw error(peek(), "Expected " + wanted + ", found " + peek().shown());
    }
    next();
  }

  final String name() {
    return expect(Kind.NAME).text();
  }

  final GraphqlError unexpected(Token token) {
    return error(token, "Unexpected " + token.shown());
  }

  static GraphqlError error(Token token, String message) {
    return new GraphqlError(message, token.at());
  }

  /** What stands between two brackets; nothing when the first is not there. */
  final <T> List<T> many(Kind open, Kind close, Supplier<T> one) {
    if (!skip(open)) {
      return List.of();
    }
    List<T> out = new ArrayList<>();
    nest();
    while (!at(close)) {
      out.add(one.get());
    }
    depth--;
    next();
    return out;
  }

  /** As {@link #many}, but empty brackets are an error. */
  final <T> List<T> some(Kind open, Kind close, Supplier<T> one) {
    boolean there = at(open);
    List<T> out = new ArrayList<>();
    if (there) {
      next();
      if (at(close)) {
        throw error(peek(), "expected at least one definition, found " + close.shown);
      }
      nest();
      while (!at(close)) {
        out.add(one.get());
      }
      depth--;
      next();
    }
    return out;
  }

  private void nest() {
    meter.nested(++depth);
  }

  final String operationKind() {
    Token token = next();
    return switch (token.text()) {
      case "query", "mutation", "subscription" -> token.text();
      default -> throw unexpected(token);
    };
  }

  final Ast.Type type() {
    if (at(Kind.BRACKET_L)) {
      next();
      nest();
      Position at = place();
      Ast.Type of = type();
      expect(Kind.BRACKET_R);
      depth--;
      return new Ast.Type("", of, skip(Kind.BANG), at);
    }
    Position at = place();
    String name = name();
    return new Ast.Type(name, null, skip(Kind.BANG), at);
  }

  final List<Ast.Directive> directives(boolean constant) {
    List<Ast.Directive> out = new ArrayList<>();
    while (skip(Kind.AT)) {
      Position at = place();
      out.add(new Ast.Directive(name(), arguments(constant), at));
    }
    return out;
  }

  final List<Ast.Argument> arguments(boolean constant) {
    return many(
        Kind.PAREN_L,
        Kind.PAREN_R,
        () -> {
          Position at = place();
          String name = name();
          expect(Kind.COLON);
          return new Ast.Argument(name, literal(constant), at);
        });
  }

  /**
   * @param constant whether variables are errors
   */
  final Ast.Literal literal(boolean constant) {
    Token token = peek();
    return switch (token.kind()) {
      case BRACKET_L ->
          new Ast.Literal(
              Ast.LiteralKind.LIST,
              "",
              many(
                  Kind.BRACKET_L, Kind.BRACKET_R, () -> new Ast.Entry("", literal(constant), null)),
              token.at());
      case BRACE_L ->
          new Ast.Literal(
              Ast.LiteralKind.OBJECT,
              "",
              many(Kind.BRACE_L, Kind.BRACE_R, () -> entry(constant)),
              token.at());
      case DOLLAR -> {
        if (constant) {
          throw unexpected(token);
        }
        yield new Ast.Literal(Ast.LiteralKind.VARIABLE, variable(), List.of(), token.at());
      }
      case INT -> simple(Ast.LiteralKind.INT);
      case FLOAT -> simple(Ast.LiteralKind.FLOAT);
      case STRING -> simple(Ast.LiteralKind.STRING);
      case BLOCK_STRING -> simple(Ast.LiteralKind.BLOCK);
      case NAME ->
          simple(
              switch (token.text()) {
                case "true", "false" -> Ast.LiteralKind.BOOLEAN;
                case "null" -> Ast.LiteralKind.NULL;
                default -> Ast.LiteralKind.ENUM;
              });
      case INVALID,
          EOF,
          BANG,
          AMP,
          PAREN_L,
          PAREN_R,
          SPREAD,
          COLON,
          EQUALS,
          AT,
          BRACKET_R,
          BRACE_R,
          PIPE ->
          throw unexpected(token);
    };
  }

  private Ast.Entry entry(boolean constant) {
    Position at = place();
    String name = name();
    expect(Kind.COLON);
    return new Ast.Entry(name, literal(constant), at);
  }

  private Ast.Literal simple(Ast.LiteralKind kind) {
    Token token = next();
    return new Ast.Literal(kind, token.text(), List.of(), token.at());
  }

  final String variable() {
    expect(Kind.DOLLAR);
    return name();
  }
}
