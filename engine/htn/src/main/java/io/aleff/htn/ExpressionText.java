package io.aleff.htn;

import io.aleff.definition.SourceLocation;
import io.aleff.definition.YamlNode.ScalarNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The text of one expression, and where each of its characters stands. YAML splits {@code [p(a, b),
 * q(c)]} at every comma; pieces are joined again while a parenthesis is open.
 */
final class ExpressionText {

  private record Piece(int offset, SourceLocation location) {}

  private final StringBuilder text = new StringBuilder();
  private final List<Piece> pieces = new ArrayList<>();
  private int open;

  ExpressionText(ScalarNode first, Sources sources) {
    add(first, sources);
  }

  private ExpressionText(String text, SourceLocation location) {
    this.text.append(text);
    pieces.add(new Piece(0, location));
  }

  /** A text that is no YAML value of its own, for example a key. */
  static ExpressionText at(String text, SourceLocation location) {
    return new ExpressionText(text, location);
  }

  /** Whether a parenthesis is open, so that the next piece belongs here. */
  boolean incomplete() {
    return open > 0;
  }

  void add(ScalarNode piece, Sources sources) {
    if (!text.isEmpty()) {
      text.append(", ");
    }
    SourceLocation place = piece.location();
    boolean quoted = "\"'".indexOf(sources.character(place)) >= 0;
    pieces.add(
        new Piece(
            text.length(),
            quoted ? new SourceLocation(place.path(), place.line(), place.column() + 1) : place));
    text.append(piece.text());
    open += balance(piece.text());
  }

  String text() {
    return text.toString();
  }

  SourceLocation location(int offset) {
    Piece piece = pieces.getFirst();
    for (Piece candidate : pieces) {
      if (candidate.offset() <= offset) {
        piece = candidate;
      }
    }
    SourceLocation start = piece.location();
    return new SourceLocation(start.path(), start.line(), start.column() + offset - piece.offset());
  }

  private static int balance(String piece) {
    int open = 0;
    char quote = 0;
    for (int i = 0; i < piece.length(); i++) {
      char c = piece.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '(') {
        open++;
      } else if (c == ')') {
        open--;
      }
    }
    return open;
  }
}
