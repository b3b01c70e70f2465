package io.aleff.guardrail.drl;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects what is wrong with one rule file; turns character offsets into places. */
final class Findings {

  private final SourceText source;
  private final List<Diagnostic> diagnostics = new ArrayList<>();

  Findings(SourceText source) {
    this.source = source;
  }

  SourceText source() {
    return source;
  }

  List<Diagnostic> diagnostics() {
    return List.copyOf(diagnostics);
  }

  void report(String code, int offset, String message, @Nullable String expected) {
    report(code, offset, message, expected, null);
  }

  void report(
      String code,
      int offset,
      String message,
      @Nullable String expected,
      @Nullable String suggestion) {
    Diagnostic found = Diagnostic.error(code, at(offset), message);
    diagnostics.add((expected == null ? found : found.expecting(expected)).maybe(suggestion));
  }

  void reportAt(int line, int column, String code, String message, @Nullable String expected) {
    report(code, offset(line, column), message, expected);
  }

  /**
   * @param line 1-based
   * @param column 0-based
   */
  int offset(int line, int column) {
    int at = 0;
    for (int i = 1; i < line; i++) {
      int next = source.text().indexOf('\n', at);
      if (next < 0) {
        return source.text().length();
      }
      at = next + 1;
    }
    return Math.min(at + Math.max(column, 0), source.text().length());
  }

  private SourceLocation at(int offset) {
    int end = Math.min(Math.max(offset, 0), source.text().length());
    int line = 1;
    int start = 0;
    for (int i = 0; i < end; i++) {
      if (source.text().charAt(i) == '\n') {
        line++;
        start = i + 1;
      }
    }
    return new SourceLocation(source.path(), line, end - start + 1);
  }
}
