package io.aleff.htn;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Splits an expression into tokens. A dash inside a name belongs to the name ({@code size-mb}), so
 * a subtraction needs spaces around it.
 */
final class Lexer {

  private static final Pattern NUMBER =
      Pattern.compile("-?[0-9]+(\\.[0-9]+)?(?![\\p{L}\\p{N}_.@-])");
  private static final Pattern NAME =
      Pattern.compile("[\\p{L}\\p{N}_$?][\\p{L}\\p{N}\\p{M}_.@?$/-]*");
  private static final Pattern SYMBOL = Pattern.compile("<=|>=|!=|\\+=|-=|==|[<>=+*/(),-]");

  private final ExpressionText source;
  private final Findings findings;

  Lexer(ExpressionText source, Findings findings) {
    this.source = source;
    this.findings = findings;
  }

  List<Token> tokens() {
    List<Token> tokens = new ArrayList<>();
    String text = source.text();
    int at = 0;
    while (at < text.length()) {
      if (Character.isWhitespace(text.charAt(at))) {
        at++;
        continue;
      }
      Token token = next(text, at, tokens);
      tokens.add(token);
      at = end(text, token);
    }
    tokens.add(new Token(Token.Kind.END, "", text.length()));
    return tokens;
  }

  private Token next(String text, int at, List<Token> before) {
    char c = text.charAt(at);
    if (c == '"' || c == '\'') {
      return quoted(text, at, c);
    }
    Matcher number = NUMBER.matcher(text).region(at, text.length()).useTransparentBounds(true);
    if (number.lookingAt() && (c != '-' || expectsOperand(before))) {
      return new Token(Token.Kind.NUMBER, number.group(), at);
    }
    Matcher name = NAME.matcher(text).region(at, text.length());
    if (name.lookingAt()) {
      return new Token(Token.Kind.NAME, name.group(), at);
    }
    Matcher symbol = SYMBOL.matcher(text).region(at, text.length());
    if (symbol.lookingAt()) {
      return new Token(Token.Kind.SYMBOL, symbol.group(), at);
    }
    int point = text.codePointAt(at);
    findings.error(
        "HTN-003",
        source.location(at),
        "The character \"" + Character.toString(point) + "\" has no meaning here.");
    return new Token(Token.Kind.SYMBOL, Character.toString(point), at);
  }

  private static boolean expectsOperand(List<Token> before) {
    return before.isEmpty()
        || (before.getLast().kind() == Token.Kind.SYMBOL && !before.getLast().text().equals(")"));
  }

  private Token quoted(String text, int at, char quote) {
    int end = text.indexOf(quote, at + 1);
    if (end < 0) {
      findings.error("HTN-003", source.location(at), "The quote is never closed.");
      end = text.length();
    }
    return new Token(Token.Kind.TEXT, text.substring(at + 1, end), at);
  }

  private static int end(String text, Token token) {
    int quotes = token.kind() == Token.Kind.TEXT ? 2 : 0;
    return Math.min(text.length(), token.offset() + token.text().length() + quotes);
  }
}
