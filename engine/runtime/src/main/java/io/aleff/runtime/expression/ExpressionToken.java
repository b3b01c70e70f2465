package io.aleff.runtime.expression;

import java.util.ArrayList;
import java.util.List;

/** A word of an expression, with its place in the whole text. */
record ExpressionToken(Kind kind, String text, int offset) {

  enum Kind {
    NAME,
    NUMBER,
    STRING,
    SYMBOL,
    END
  }

  static List<ExpressionToken> all(String text, int base) {
    List<ExpressionToken> tokens = new ArrayList<>();
    int at = 0;
    while (at < text.length()) {
      char c = text.charAt(at);
      if (Character.isWhitespace(c)) {
        at++;
        continue;
      }
      int end = end(text, at, base);
      tokens.add(token(text, at, end, base));
      at = end;
    }
    tokens.add(new ExpressionToken(Kind.END, "", base + text.length()));
    return tokens;
  }

  private static ExpressionToken token(String text, int from, int to, int base) {
    char first = text.charAt(from);
    String word = text.substring(from, to);
    if (first == '\'' || first == '"') {
      return new ExpressionToken(
          Kind.STRING, text.substring(from + 1, to - 1).translateEscapes(), base + from);
    }
    if (isNameStart(first)) {
      return new ExpressionToken(Kind.NAME, word, base + from);
    }
    return new ExpressionToken(isDigit(first) ? Kind.NUMBER : Kind.SYMBOL, word, base + from);
  }

  private static int end(String text, int from, int base) {
    char first = text.charAt(from);
    if (first == '\'' || first == '"') {
      return stringEnd(text, from, base);
    }
    int at = from + 1;
    if (isNameStart(first)) {
      while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
        at++;
      }
      return at;
    }
    if (isDigit(first)) {
      while (at < text.length() && (isDigit(text.charAt(at)) || decimalPoint(text, at))) {
        at++;
      }
      return at;
    }
    boolean two =
        at < text.length()
            && List.of("==", "!=", "<=", ">=", "&&", "||").contains(text.substring(from, from + 2));
    return two ? from + 2 : at;
  }

  private static int stringEnd(String text, int from, int base) {
    char quote = text.charAt(from);
    for (int at = from + 1; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == quote) {
        return at + 1;
      }
      if (c == '\\') {
        at++;
        if (at < text.length() && "\\'\"nt".indexOf(text.charAt(at)) < 0) {
          throw ExpressionParser.unreadable(
              new ExpressionToken(Kind.STRING, "", base + at),
              "Unknown escape in a string",
              "\\\\, \\', \\\", \\n or \\t",
              null);
        }
      }
    }
    throw ExpressionParser.unreadable(
        new ExpressionToken(Kind.STRING, "", base + from),
        "A string without its end",
        "a closing " + quote,
        null);
  }

  private static boolean decimalPoint(String text, int at) {
    return text.charAt(at) == '.' && at + 1 < text.length() && isDigit(text.charAt(at + 1));
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
  }
}
