package io.aleff.rego.parse;

/**
 * A token.
 *
 * @param text the name, the operator, the digits, or the decoded string
 * @param offset where it starts in the file
 * @param end where it ends, exclusive
 */
record Token(Kind kind, String text, int offset, int end, int line, int column) {

  enum Kind {
    NAME,
    KEYWORD,
    NUMBER,
    STRING,
    OPERATOR,
    TEMPLATE_START,
    TEMPLATE_TEXT,
    TEMPLATE_OPEN,
    TEMPLATE_CLOSE,
    TEMPLATE_END,
    END
  }

  boolean is(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  boolean isKeyword(String word) {
    return kind == Kind.KEYWORD && text.equals(word);
  }

  boolean isWord() {
    return kind == Kind.NAME || kind == Kind.KEYWORD;
  }

  /** How messages name the token. */
  String describe() {
    return switch (kind) {
      case END -> "end of file";
      case STRING, TEMPLATE_TEXT -> "string";
      case NUMBER -> "number " + text;
      case TEMPLATE_START, TEMPLATE_END -> "template string";
      case NAME, KEYWORD, OPERATOR, TEMPLATE_OPEN, TEMPLATE_CLOSE -> "\"" + text + "\"";
    };
  }
}
