package io.aleff.guardrail.drl;

import java.util.ArrayList;
import java.util.List;

/**
 * Splits expressions into tokens. Only what is listed here exists: back quotes, {@code #},
 * {@code @}, braces, lambdas' arrows, Unicode escapes and the like have no token and are errors.
 */
final class Lexer {

  private static final List<String> SYMBOLS =
      List.of(
          "&&", "||", "==", "!=", "<=", ">=", "<", ">", "!", "+", "-", "*", "/", "%", "(", ")", "[",
          "]", ",", ".", ":", ";");
  private static final int LONGEST_NUMBER = 15;

  private final String text;
  private final int base;
  private final boolean exact;
  private final Findings findings;
  private final List<Token> tokens = new ArrayList<>();
  private int at;

  /**
   * @param base where the text begins in the source
   */
  Lexer(String text, int base, Findings findings) {
    this.text = text;
    this.base = base;
    this.findings = findings;
    this.exact = findings.source().text().startsWith(text, base);
  }

  List<Token> tokens() throws Unreadable {
    skipBlanks();
    while (at < text.length()) {
      tokens.add(next());
      skipBlanks();
    }
    tokens.add(new Token(Token.Type.END, "", offset(text.length())));
    return tokens;
  }

  private int offset(int local) {
    return exact ? base + local : base;
  }

  private Token next() throws Unreadable {
    char c = text.charAt(at);
    if (isNameStart(c) || c == '$') {
      return name();
    }
    if (isDigit(c)) {
      return number();
    }
    if (c == '"' || c == '\'') {
      return string(c);
    }
    for (String symbol : SYMBOLS) {
      if (text.startsWith(symbol, at)) {
        Token token = new Token(Token.Type.SYMBOL, symbol, offset(at));
        at += symbol.length();
        return token;
      }
    }
    throw fail(at, "The character \"" + c + "\" has no meaning in a rule's expression.");
  }

  private Token name() {
    int start = at++;
    while (at < text.length() && (isNameStart(text.charAt(at)) || isDigit(text.charAt(at)))) {
      at++;
    }
    String name = text.substring(start, at);
    Token.Type type = name.startsWith("$") ? Token.Type.VARIABLE : Token.Type.NAME;
    return new Token(type, name, offset(start));
  }

  private Token number() throws Unreadable {
    int start = at;
    skipDigits();
    if (at + 1 < text.length() && text.charAt(at) == '.' && isDigit(text.charAt(at + 1))) {
      at++;
      skipDigits();
    }
    boolean suffixed = at < text.length() && isNameStart(text.charAt(at));
    if (suffixed || at - start > LONGEST_NUMBER) {
      throw fail(start, "A number has at most 15 digits and no suffix.");
    }
    return new Token(Token.Type.NUMBER, text.substring(start, at), offset(start));
  }

  private void skipDigits() {
    while (at < text.length() && isDigit(text.charAt(at))) {
      at++;
    }
  }

  private Token string(char quote) throws Unreadable {
    int start = at++;
    StringBuilder value = new StringBuilder();
    while (at < text.length() && text.charAt(at) != quote) {
      char c = text.charAt(at++);
      value.append(c == '\\' ? escape() : c);
    }
    if (at >= text.length()) {
      throw fail(start, "The string has no end.");
    }
    at++;
    return new Token(Token.Type.TEXT, value.toString(), offset(start));
  }

  private char escape() throws Unreadable {
    int start = at - 1;
    char c = at < text.length() ? text.charAt(at++) : ' ';
    return switch (c) {
      case '\\', '"', '\'' -> c;
      case 'n' -> '\n';
      case 't' -> '\t';
      case 'r' -> '\r';
      default ->
          throw fail(
              start, "The escape \"\\" + c + "\" is not allowed; write a backslash as \\\\.");
    };
  }

  private void skipBlanks() throws Unreadable {
    while (at < text.length()) {
      if (" \t\r\n".indexOf(text.charAt(at)) >= 0) {
        at++;
      } else if (text.startsWith("//", at)) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end;
      } else if (text.startsWith("/*", at)) {
        int end = text.indexOf("*/", at + 2);
        if (end < 0) {
          throw fail(at, "The comment has no end.");
        }
        at = end + 2;
      } else {
        return;
      }
    }
  }

  private Unreadable fail(int local, String message) {
    findings.report(
        "DRL-009",
        offset(local),
        message,
        "names, $variables, numbers, strings, comparisons, arithmetic");
    return new Unreadable();
  }

  private static boolean isNameStart(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '$';
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }
}
