package io.aleff.rego.graphql;

import io.aleff.rego.graphql.GraphqlError.Position;
import io.aleff.rego.graphql.Token.Kind;
import org.jspecify.annotations.Nullable;

/**
 * Splits a document into tokens. Lines and columns are those that OPA reports: a string begins
 * after its quotes, and a block string is in its last line.
 */
final class Lexer {

  private static final int END = -1;
  private static final String PUNCTUATION = "!$&():=@[]{}|";
  private static final Kind[] PUNCTUATION_KINDS = {
    Kind.BANG,
    Kind.DOLLAR,
    Kind.AMP,
    Kind.PAREN_L,
    Kind.PAREN_R,
    Kind.COLON,
    Kind.EQUALS,
    Kind.AT,
    Kind.BRACKET_L,
    Kind.BRACKET_R,
    Kind.BRACE_L,
    Kind.BRACE_R,
    Kind.PIPE
  };

  private final int[] text;
  private int start;
  private int at;
  private int line = 1;
  private int lineStart;

  Lexer(String text) {
    this.text = text.codePoints().toArray();
  }

  Token next() {
    skipIgnored();
    start = at;
    int c = peek(0);
    if (c == END) {
      return token(Kind.EOF, "");
    }
    int punctuation = PUNCTUATION.indexOf(c);
    if (punctuation >= 0) {
      at++;
      return token(PUNCTUATION_KINDS[punctuation], "");
    }
    if (c == '.' && peek(1) == '.' && peek(2) == '.') {
      at += 3;
      return token(Kind.SPREAD, "");
    }
    if (isNameStart(c)) {
      return name();
    }
    if (c == '-' || isDigit(c)) {
      return number();
    }
    if (c == '"') {
      return peek(1) == '"' && peek(2) == '"' ? blockString() : string();
    }
    if (c == '\'') {
      return invalid(
          "Unexpected single quote character ('), did you mean to use a double quote (\")?");
    }
    return c < 0x20
        ? invalid("Cannot contain the invalid character " + escaped(c))
        : invalid("Cannot parse the unexpected character \"" + Character.toString(c) + "\".");
  }

  private int peek(int ahead) {
    return at + ahead < text.length ? text[at + ahead] : END;
  }

  private void skipIgnored() {
    while (at < text.length) {
      switch (text[at]) {
        case '\t', ' ', ',', 0xFEFF -> at++;
        case '\n' -> newLine();
        case '\r' -> {
          newLine();
          at += peek(0) == '\n' ? 1 : 0;
        }
        case '#' -> {
          while (at < text.length && (text[at] >= 0x20 || text[at] == '\t')) {
            at++;
          }
        }
        default -> {
          return;
        }
      }
    }
  }

  private void newLine() {
    at++;
    line++;
    lineStart = at;
  }

  private Token token(Kind kind, String value) {
    return new Token(kind, value, new Position(line, start - lineStart + 1), null);
  }

  private Token invalid(String message) {
    Position place = new Position(line, at - lineStart + 1);
    return new Token(Kind.INVALID, "", place, new GraphqlError(message, place));
  }

  private String from(int begin) {
    return new String(text, begin, at - begin);
  }

  private static boolean isNameStart(int c) {
    return c == '_' || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private Token name() {
    while (isNameStart(peek(0)) || isDigit(peek(0))) {
      at++;
    }
    return token(Kind.NAME, from(start));
  }

  private Token number() {
    at += peek(0) == '-' ? 1 : 0;
    if (peek(0) == '0') {
      at++;
      if (isDigit(peek(0))) {
        return invalid("Invalid number, unexpected digit after 0: " + described() + ".");
      }
    } else if (!digits()) {
      return noDigit();
    }
    Kind kind = Kind.INT;
    if (peek(0) == '.') {
      kind = Kind.FLOAT;
      at++;
      if (!digits()) {
        return noDigit();
      }
    }
    if (peek(0) == 'e' || peek(0) == 'E') {
      kind = Kind.FLOAT;
      at++;
      at += peek(0) == '-' || peek(0) == '+' ? 1 : 0;
      if (!digits()) {
        return noDigit();
      }
    }
    return token(kind, from(start));
  }

  private boolean digits() {
    int begin = at;
    while (isDigit(peek(0))) {
      at++;
    }
    return at > begin;
  }

  private Token noDigit() {
    return invalid("Invalid number, expected digit but got: " + described() + ".");
  }

  private String described() {
    return at < text.length ? "\"" + Character.toString(text[at]) + "\"" : "<EOF>";
  }

  private static String escaped(int c) {
    return "\"\\u" + String.format(java.util.Locale.ROOT, "%04d", c) + "\"";
  }

  private Token string() {
    at++;
    start = at;
    StringBuilder out = new StringBuilder();
    while (at < text.length && text[at] != '\n' && text[at] != '\r') {
      int c = text[at];
      if (c < 0x20 && c != '\t') {
        return invalid("Invalid character within String: " + escaped(c) + ".");
      }
      if (c == '"') {
        Token token = token(Kind.STRING, out.toString());
        at++;
        return token;
      }
      if (c != '\\') {
        out.appendCodePoint(c);
        at++;
        continue;
      }
      Token problem = escape(out);
      if (problem != null) {
        return problem;
      }
    }
    return invalid("Unterminated string.");
  }

  /** Reads what follows a backslash; a token when it is no escape sequence. */
  private @Nullable Token escape(StringBuilder out) {
    int c = peek(1);
    int plain = "\"/\\bfnrt".indexOf(c);
    if (c != END && plain >= 0) {
      out.append("\"/\\\b\f\n\r\t".charAt(plain));
      at += 2;
      return null;
    }
    if (c == 'u' && at + 6 < text.length) {
      int value = 0;
      for (int i = 2; i < 6; i++) {
        int digit = text[at + i] < 0x80 ? Character.digit(text[at + i], 16) : -1;
        value = digit < 0 || value < 0 ? -1 : value * 16 + digit;
      }
      if (value >= 0) {
        // Half of a pair alone is no character.
        out.appendCodePoint(value >= 0xD800 && value <= 0xDFFF ? 0xFFFD : value);
        at += 6;
        return null;
      }
    }
    at++;
    int length = c == END ? 0 : c == 'u' ? Math.min(5, text.length - at) : 1;
    return length == 0
        ? invalid("Invalid character escape sequence.")
        : invalid("Invalid character escape sequence: \\" + new String(text, at, length) + ".");
  }

  private Token blockString() {
    at += 3;
    start = at;
    StringBuilder out = new StringBuilder();
    while (at < text.length) {
      int c = text[at];
      if (c == '"' && peek(1) == '"' && peek(2) == '"') {
        Token token = token(Kind.BLOCK_STRING, BlockText.of(out.toString()));
        at += 3;
        return token;
      }
      if (c < 0x20 && c != '\t' && c != '\n' && c != '\r') {
        return invalid("Invalid character within String: " + escaped(c) + ".");
      }
      if (c == '\\' && peek(1) == '"' && peek(2) == '"' && peek(3) == '"') {
        out.append("\"\"\"");
        at += 4;
      } else if (c == '\r' || c == '\n') {
        at += c == '\r' && peek(1) == '\n' ? 1 : 0;
        out.append('\n');
        newLine();
      } else {
        out.appendCodePoint(c);
        at++;
      }
    }
    return invalid("Unterminated string.");
  }
}
