package io.aleff.definition;

import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.Mark;

/** Turns the parser's marks (0-based, code points) into locations (1-based, UTF-16 units). */
final class YamlPlaces {

  private final SourceText source;
  private final List<String> lines;

  YamlPlaces(SourceText source) {
    this.source = source;
    this.lines = source.text().lines().toList();
  }

  SourceLocation of(Optional<Mark> mark) {
    return mark.map(this::of).orElseGet(source::start);
  }

  SourceLocation of(Mark mark) {
    int column = mark.getColumn();
    String line = mark.getLine() < lines.size() ? lines.get(mark.getLine()) : "";
    int points = Math.min(column, line.codePointCount(0, line.length()));
    int units = line.offsetByCodePoints(0, points) + (column - points);
    return new SourceLocation(source.path(), mark.getLine() + 1, units + 1);
  }

  /** The line with this 0-based number. */
  String line(int number) {
    return number < lines.size() ? lines.get(number) : "";
  }

  SourceLocation ofCodePoint(int position) {
    String text = source.text();
    int points = Math.min(position, text.codePointCount(0, text.length()));
    int end = text.offsetByCodePoints(0, points);
    int line = 1;
    int column = 1;
    for (int i = 0; i < end; i++) {
      boolean newLine = text.charAt(i) == '\n';
      line += newLine ? 1 : 0;
      column = newLine ? 1 : column + 1;
    }
    return new SourceLocation(source.path(), line, column);
  }
}
