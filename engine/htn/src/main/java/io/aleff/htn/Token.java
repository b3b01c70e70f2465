package io.aleff.htn;

/**
 * A word of an expression.
 *
 * @param text unquoted, for a {@code TEXT}
 * @param offset of its first character
 */
record Token(Kind kind, String text, int offset) {

  enum Kind {
    NAME,
    NUMBER,
    TEXT,
    SYMBOL,
    END
  }

  boolean is(String wanted) {
    return text.equals(wanted) && (kind == Kind.NAME || kind == Kind.SYMBOL);
  }

  String shown() {
    return kind == Kind.END ? "end of the expression" : "\"" + text + "\"";
  }
}
