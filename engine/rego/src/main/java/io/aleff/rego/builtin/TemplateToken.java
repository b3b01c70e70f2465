package io.aleff.rego.builtin;

import io.aleff.rego.value.ValuePrinter;

/**
 * A part of a template's text.
 *
 * @param at where it begins, in characters from 0
 * @param line counted from 1
 */
record TemplateToken(Kind kind, String text, int at, int line) {

  enum Kind {
    ERROR,
    EOF,
    TEXT,
    LEFT,
    RIGHT,
    SPACE,
    ASSIGN,
    DECLARE,
    PIPE,
    OPEN,
    CLOSE,
    STRING,
    NUMBER,
    CHARACTER,
    BOOL,
    FIELD,
    VARIABLE,
    IDENTIFIER,
    SIGN,
    DOT,
    NIL,
    KEYWORD
  }

  boolean is(Kind other) {
    return kind == other;
  }

  boolean keyword(String word) {
    return kind == Kind.KEYWORD && text.equals(word);
  }

  /** As an error names it. */
  String shown() {
    return switch (kind) {
      case EOF -> "EOF";
      case ERROR -> text;
      case KEYWORD, DOT, NIL -> "<" + text + ">";
      default -> quoted();
    };
  }

  private String quoted() {
    boolean cut = text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length > 10;
    int most = Math.min(10, text.codePointCount(0, text.length()));
    StringBuilder out = new StringBuilder();
    ValuePrinter.quote(cut ? text.substring(0, text.offsetByCodePoints(0, most)) : text, out);
    return cut ? out + "..." : out.toString();
  }
}
