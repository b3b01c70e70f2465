package io.aleff.guardrail.drl;

/**
 * A token of an expression.
 *
 * @param text of a string: its value after unescaping; else as written
 * @param offset in the source file
 */
record Token(Type type, String text, int offset) {

  enum Type {
    NAME,
    VARIABLE,
    TEXT,
    NUMBER,
    SYMBOL,
    END
  }

  boolean is(String symbolOrName) {
    return (type == Type.SYMBOL || type == Type.NAME) && text.equals(symbolOrName);
  }

  /** How messages name this token. */
  String words() {
    return type == Type.END ? "the end of the expression" : "\"" + text + "\"";
  }
}
