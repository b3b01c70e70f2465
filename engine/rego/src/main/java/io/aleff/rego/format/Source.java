package io.aleff.rego.format;

import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.rego.parse.Token;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tokens of a file by place, to see what the syntax tree does not keep. */
final class Source {

  private final String text;
  private final List<Token> tokens;

  Source(SourceText source) {
    this.text = source.text();
    this.tokens = Token.of(source);
  }

  Token token(int index) {
    return tokens.get(Math.max(0, Math.min(index, tokens.size() - 1)));
  }

  int end() {
    return tokens.size() - 1;
  }

  /** The index of the token that starts at a place. */
  int at(SourceLocation place) {
    int low = 0;
    int high = tokens.size() - 1;
    while (low < high) {
      int middle = (low + high) >>> 1;
      Token t = tokens.get(middle);
      boolean before =
          t.line() < place.line() || (t.line() == place.line() && t.column() < place.column());
      if (before) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The index of the first such bracket at or after an index, or -1. */
  int find(String bracket, int from) {
    for (int i = from; i < tokens.size(); i++) {
      if (tokens.get(i).is(bracket)) {
        return i;
      }
    }
    return -1;
  }

  /** The index of the bracket that closes the one at an index. */
  int close(int open) {
    int depth = 0;
    for (int i = open; i < tokens.size(); i++) {
      depth += depth(tokens.get(i));
      if (depth == 0) {
        return i;
      }
    }
    return tokens.size() - 1;
  }

  private static int depth(Token token) {
    return switch (token.kind()) {
      case TEMPLATE_OPEN -> 1;
      case TEMPLATE_CLOSE -> -1;
      case OPERATOR ->
          switch (token.text()) {
            case "(", "[", "{" -> 1;
            case ")", "]", "}" -> -1;
            default -> 0;
          };
      default -> 0;
    };
  }

  /** The index of the opening brace of the body that begins after a place, or -1. */
  int body(SourceLocation rule) {
    int start = at(rule) + 1;
    for (int i = start; i < tokens.size(); i++) {
      Token token = tokens.get(i);
      if (depth(token) > 0) {
        i = close(i);
      } else if (token.isKeyword("if") && !isMember(i)) {
        return token(i + 1).is("{") ? i + 1 : -1;
      }
    }
    return -1;
  }

  private boolean isMember(int index) {
    return token(index - 1).is(".") && token(index - 1).end() == token(index).offset();
  }

  /** Whether a term that starts at a place stands in brackets of its own. */
  boolean grouped(SourceLocation place) {
    int open = at(place) - 1;
    if (open < 0 || !token(open).is("(")) {
      return false;
    }
    Token before = token(open - 1);
    boolean called =
        open > 0
            && before.end() == token(open).offset()
            && (before.isWord() || before.is("]") || before.is(")"));
    return !called;
  }

  /** The last token before an index that is not a separator. */
  int last(int index) {
    int at = index - 1;
    while (at > 0 && token(at).is(";")) {
      at--;
    }
    return at;
  }

  /** The row on which a token ends; raw strings have several. */
  int lastRow(int index) {
    Token token = token(index);
    return token.line()
        + (int) text.substring(token.offset(), token.end()).chars().filter(c -> c == '\n').count();
  }

  String text(int first, int last) {
    return text.substring(token(first).offset(), token(last).end());
  }

  /** The text of a constant as it is written, or null when the place is something else. */
  @Nullable String constant(SourceLocation place) {
    int index = at(place);
    Token token = token(index);
    if (token.is("-")) {
      return text(index, index + 1);
    }
    return switch (token.kind()) {
      case NUMBER, STRING -> text(index, index);
      default -> null;
    };
  }

  /** A template string with everything in it. */
  String template(SourceLocation place) {
    int first = at(place);
    int depth = 0;
    for (int i = first; i < tokens.size(); i++) {
      if (token(i).kind() == Token.Kind.TEMPLATE_START) {
        depth++;
      } else if (token(i).kind() == Token.Kind.TEMPLATE_END && --depth == 0) {
        return text(first, i);
      }
    }
    return text(first, tokens.size() - 1);
  }
}
