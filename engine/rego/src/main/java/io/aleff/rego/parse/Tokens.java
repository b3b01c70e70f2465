package io.aleff.rego.parse;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import java.util.List;

/** A cursor over tokens. */
final class Tokens {

  private static final int MAX_DEPTH = 400;

  private final String path;
  private final List<Token> tokens;
  private int at;
  private int depth;

  Tokens(String path, List<Token> tokens) {
    this.path = path;
    this.tokens = tokens;
  }

  Token peek() {
    return tokens.get(at);
  }

  Token peek(int ahead) {
    return tokens.get(Math.min(at + ahead, tokens.size() - 1));
  }

  int mark() {
    return at;
  }

  void reset(int mark) {
    at = mark;
    depth = 0;
  }

  Token previous() {
    return tokens.get(Math.max(at - 1, 0));
  }

  Token next() {
    Token token = tokens.get(at);
    if (at < tokens.size() - 1) {
      at++;
    }
    return token;
  }

  boolean atEnd() {
    return peek().kind() == Token.Kind.END;
  }

  boolean is(String operator) {
    return peek().is(operator);
  }

  boolean accept(String operator) {
    if (is(operator)) {
      next();
      return true;
    }
    return false;
  }

  /** Whether a keyword stands here, and not a reference that begins with the same word. */
  boolean isKeyword(String word) {
    return peek().isKeyword(word) && !startsReference();
  }

  boolean acceptKeyword(String word) {
    if (isKeyword(word)) {
      next();
      return true;
    }
    return false;
  }

  /** Whether a word is followed at once by a dot or a bracket, as in {@code default.foo}. */
  boolean startsReference() {
    Token word = peek();
    Token after = peek(1);
    return word.isWord() && after.offset() == word.end() && (after.is(".") || after.is("["));
  }

  /** Whether the next token follows the previous one without a space. */
  boolean adjacent() {
    return peek().offset() == previous().end();
  }

  boolean onNewLine() {
    return peek().line() > previous().line();
  }

  Token expect(String operator) {
    if (!is(operator)) {
      throw error("unexpected " + peek().describe() + " token", "\"" + operator + "\"");
    }
    return next();
  }

  SourceLocation place() {
    return place(peek());
  }

  SourceLocation place(Token token) {
    return new SourceLocation(path, token.line(), token.column());
  }

  SyntaxError error(String message, String expected) {
    return new SyntaxError(
        Diagnostic.error("rego_parse_error", place(), message).expecting(expected));
  }

  void enter() {
    if (++depth > MAX_DEPTH) {
      throw error("nested too deeply", "at most " + MAX_DEPTH + " levels");
    }
  }

  void leave() {
    depth--;
  }

  /** After an error: goes on to the next token that begins a line, and so maybe a statement. */
  void recover() {
    depth = 0;
    do {
      next();
    } while (!atEnd() && !(peek().column() == 1 && peek().isWord() && !peek().isKeyword("else")));
  }
}
