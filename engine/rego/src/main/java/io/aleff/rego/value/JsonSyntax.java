package io.aleff.rego.value;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Says what is wrong with a text that is no JSON, in the words of Go's decoder. */
public final class JsonSyntax {

  private static final int END = -1;
  private static final String CUT = "unexpected EOF";

  private final byte[] text;
  private int at;

  private JsonSyntax(String text) {
    this.text = text.getBytes(StandardCharsets.UTF_8);
  }

  /** Ends the reading with what is wrong. */
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;

    Wrong(String message) {
      super(message, null, false, false);
    }
  }

  /** Null when the text is one JSON value. */
  public static @Nullable String problem(String text) {
    JsonSyntax json = new JsonSyntax(text);
    if (json.next() == END) {
      return "EOF";
    }
    try {
      json.value();
      json.trailing();
      return null;
    } catch (Wrong e) {
      return e.getMessage();
    }
  }

  private int peek() {
    return at < text.length ? text[at] & 0xff : END;
  }

  /** The next byte that is no white space. */
  private int next() {
    while (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r') {
      at++;
    }
    return peek();
  }

  private Wrong wrong(String where) {
    int c = peek();
    return new Wrong(c == END ? CUT : "invalid character " + shown(c) + " " + where);
  }

  private static String shown(int c) {
    if (c == '\'') {
      return "'\\''";
    }
    StringBuilder out = new StringBuilder();
    ValuePrinter.quote(Character.toString(c), out);
    return c == '"' ? "'\"'" : "'" + out.substring(1, out.length() - 1) + "'";
  }

  private void value() throws Wrong {
    Deque<Integer> open = new ArrayDeque<>();
    boolean reading = true;
    while (reading) {
      int c = next();
      if (c == '[' || c == '{') {
        at++;
        boolean empty = next() == (c == '[' ? ']' : '}');
        if (!empty) {
          open.push(c);
          if (c == '{') {
            key();
          }
          continue;
        }
        at++;
      } else {
        scalar(c);
      }
      reading = goesOn(open);
    }
  }

  /** After a value: whether another one follows inside of what is open. */
  private boolean goesOn(Deque<Integer> open) throws Wrong {
    while (!open.isEmpty()) {
      boolean list = open.peek() == '[';
      int c = next();
      if (c == ',') {
        at++;
        if (!list) {
          next();
          key();
        }
        return true;
      }
      if (c != (list ? ']' : '}')) {
        throw wrong(list ? "after array element" : "after object key:value pair");
      }
      at++;
      open.pop();
    }
    return false;
  }

  private void key() throws Wrong {
    if (peek() != '"') {
      throw wrong("looking for beginning of object key string");
    }
    string();
    if (next() != ':') {
      throw wrong("after object key");
    }
    at++;
  }

  private void scalar(int c) throws Wrong {
    switch (c) {
      case '"' -> string();
      case 't' -> literal("true");
      case 'f' -> literal("false");
      case 'n' -> literal("null");
      default -> {
        if (c != '-' && !isDigit(c)) {
          throw wrong("looking for beginning of value");
        }
        number();
      }
    }
  }

  private void literal(String word) throws Wrong {
    for (int i = 0; i < word.length(); i++) {
      if (peek() != word.charAt(i)) {
        throw wrong("in literal " + word + " (expecting '" + word.charAt(i) + "')");
      }
      at++;
    }
  }

  private static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  private void digits(String where) throws Wrong {
    if (!isDigit(peek())) {
      throw wrong(where);
    }
    while (isDigit(peek())) {
      at++;
    }
  }

  private void number() throws Wrong {
    at += peek() == '-' ? 1 : 0;
    if (peek() == '0') {
      at++;
    } else {
      digits("in numeric literal");
    }
    if (peek() == '.') {
      at++;
      digits("after decimal point in numeric literal");
    }
    if (peek() == 'e' || peek() == 'E') {
      at++;
      at += peek() == '+' || peek() == '-' ? 1 : 0;
      digits("in exponent of numeric literal");
    }
  }

  private void string() throws Wrong {
    at++;
    while (peek() != '"') {
      if (peek() < 0x20) {
        throw wrong("in string literal");
      }
      boolean escape = peek() == '\\';
      at++;
      if (escape) {
        escape();
      }
    }
    at++;
  }

  private void escape() throws Wrong {
    int c = peek();
    if (c != 'u' && (c == END || "bfnrt\\/\"".indexOf(c) < 0)) {
      throw wrong("in string escape code");
    }
    at++;
    for (int i = 0; c == 'u' && i < 4; i++) {
      if (Character.digit(peek(), 16) < 0 || peek() > 0x7f) {
        throw wrong("in \\u hexadecimal character escape");
      }
      at++;
    }
  }

  /** Something after the value, which is named when it is a value itself. */
  private void trailing() throws Wrong {
    int c = next();
    if (c == END) {
      return;
    }
    int start = at;
    if (c != '[' && c != '{') {
      scalar(c);
    } else {
      at++;
    }
    String token = new String(text, start, at - start, StandardCharsets.UTF_8);
    String shown =
        switch (c) {
          case '"' -> token.substring(1, token.length() - 1);
          case 't', 'f' -> "%!s(bool=" + token + ")";
          case 'n' -> "%!s(<nil>)";
          default -> token;
        };
    throw new Wrong("error: invalid character '" + shown + "' after top-level value");
  }
}
