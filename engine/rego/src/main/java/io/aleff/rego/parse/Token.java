package io.aleff.rego.parse;

import io.aleff.definition.SourceText;
import java.util.List;

/**
 * A token.
 *
 * @param text the name, the operator, the digits, or the decoded string
 * @param offset where it starts in the file
 * @param end where it ends, exclusive
 */
public record Token(Kind kind, String text, int offset, int end, int line, int column) {

  /** The tokens of a file that parses, the last one of kind {@code END}. */
  public static List<Token> of(SourceText source) {
    return List.copyOf(new Lexer(source).tokens());
  }

  /** What a token is. */
  public enum Kind {
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

  /** Whether this is the operator or bracket. */
  public boolean is(String operator) {
    return kind == Kind.OPERATOR && text.equals(operator);
  }

  /** Whether this is the keyword. */
  public boolean isKeyword(String word) {
    return kind == Kind.KEYWORD && text.equals(word);
  }

  /** Whether this is a name or a keyword. */
  public boolean isWord() {
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
