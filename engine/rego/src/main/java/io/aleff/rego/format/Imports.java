package io.aleff.rego.format;

import io.aleff.rego.parse.Token;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The imports of a file as written, those of keywords too. */
final class Imports {

  /**
   * One import.
   *
   * @param index its first token
   */
  record Line(List<String> path, @Nullable String alias, int row, int index) {
    String text() {
      return dotted(path) + (alias == null ? "" : " as " + alias);
    }

    boolean isFuture() {
      return path.getFirst().equals("future");
    }
  }

  private final List<Line> lines;

  private Imports(List<Line> lines) {
    this.lines = lines;
  }

  static Imports of(Source source) {
    List<Line> found = new ArrayList<>();
    for (int i = 0; i < source.end(); i++) {
      Token token = source.token(i);
      if (token.is("{") || token.is("[") || token.is("(")) {
        i = source.close(i);
      } else if (token.isKeyword("import") && startsStatement(source, i)) {
        found.add(line(source, i));
      }
    }
    boolean v1 = found.stream().anyMatch(l -> l.path.equals(List.of("rego", "v1")));
    return new Imports(found.stream().filter(l -> !v1 || !l.isFuture()).toList());
  }

  private static boolean startsStatement(Source source, int index) {
    Token before = source.token(index - 1);
    Token word = source.token(index);
    Token after = source.token(index + 1);
    boolean isRule = after.offset() == word.end() && (after.is(".") || after.is("["));
    return !isRule && (before.line() < word.line() || before.is(";"));
  }

  private static Line line(Source source, int index) {
    List<String> path = new ArrayList<>();
    int row = source.token(index).line();
    int i = index + 1;
    path.add(source.token(i++).text());
    while (source.token(i).is(".") || source.token(i).is("[")) {
      path.add(source.token(i + 1).text());
      i += source.token(i).is(".") ? 2 : 3;
    }
    String alias = source.token(i).isKeyword("as") ? source.token(i + 1).text() : null;
    return new Line(List.copyOf(path), alias, row, index);
  }

  List<Line> lines() {
    return lines;
  }

  /** Lines that follow each other without a gap. */
  static List<List<Line>> groups(List<Line> lines) {
    List<List<Line>> out = new ArrayList<>();
    for (Line line : lines) {
      if (out.isEmpty() || line.row - out.getLast().getLast().row > 1) {
        out.add(new ArrayList<>());
      }
      out.getLast().add(line);
    }
    return out;
  }

  List<Line> sorted(List<Line> group) {
    List<Line> out = new ArrayList<>(group);
    out.sort(
        Comparator.comparing((Line l) -> String.join("\0", l.path))
            .thenComparing(l -> l.alias == null ? "" : l.alias));
    return out;
  }

  static String dotted(List<String> path) {
    StringBuilder out = new StringBuilder(path.getFirst());
    boolean keywords = path.getFirst().equals("future");
    for (String part : path.subList(1, path.size())) {
      out.append(
          keywords || TermPrinter.isName(part)
              ? "." + part
              : "[" + io.aleff.rego.value.StringValue.of(part) + "]");
    }
    return out.toString();
  }
}
