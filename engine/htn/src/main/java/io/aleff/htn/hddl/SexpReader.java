package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.htn.Findings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Splits a file into words and groups, with their places; a comment runs from ; to the end of line.
 */
final class SexpReader {

  /** What is nested deeper than this is a mistake, and would overflow the stack of its readers. */
  private static final int DEEPEST = 200;

  private final SourceText source;
  private final String text;
  private final Findings findings;
  private final List<List<Sexp>> open = new ArrayList<>();
  private final List<SourceLocation> openings = new ArrayList<>();
  private int at;
  private int line = 1;
  private int lineStart;

  SexpReader(SourceText source, Findings findings) {
    this.source = source;
    this.text = source.text();
    this.findings = findings;
  }

  /** The only group of the file; null after a finding. */
  Sexp.@Nullable Group read() {
    open.add(new ArrayList<>());
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '(') {
        if (!open()) {
          return null;
        }
      } else if (c == ')') {
        close();
      } else if (c == ';') {
        skipLine();
      } else if (Character.isWhitespace(c) || c == '\uFEFF') {
        blank(c);
      } else {
        word();
      }
    }
    return result();
  }

  private boolean open() {
    if (open.size() > DEEPEST) {
      findings.add(
          Diagnostic.error("HDDL-001", place(), "This is nested too deeply.")
              .expecting("at most " + DEEPEST + " parentheses inside each other"));
      return false;
    }
    open.add(new ArrayList<>());
    openings.add(place());
    at++;
    return true;
  }

  private void close() {
    if (open.size() == 1) {
      findings.error("HDDL-001", place(), "This parenthesis closes nothing.");
    } else {
      List<Sexp> items = open.removeLast();
      open.getLast().add(new Sexp.Group(List.copyOf(items), openings.removeLast()));
    }
    at++;
  }

  private void skipLine() {
    while (at < text.length() && text.charAt(at) != '\n' && text.charAt(at) != '\r') {
      at++;
    }
  }

  private void blank(char c) {
    at++;
    if (c == '\n') {
      line++;
      lineStart = at;
    }
  }

  private void word() {
    SourceLocation place = place();
    int start = at;
    boolean dash =
        text.charAt(at) == '-' && at + 1 < text.length() && Character.isLetter(text.charAt(at + 1));
    if (dash) {
      at++;
    }
    while (!dash && at < text.length() && isPartOfWord(text.charAt(at))) {
      at++;
    }
    open.getLast().add(new Sexp.Word(text.substring(start, at), place));
  }

  private static boolean isPartOfWord(char c) {
    return c != '(' && c != ')' && c != ';' && !Character.isWhitespace(c);
  }

  private SourceLocation place() {
    return new SourceLocation(source.path(), line, at - lineStart + 1);
  }

  private Sexp.@Nullable Group result() {
    if (open.size() > 1) {
      findings.add(
          Diagnostic.error("HDDL-001", openings.getLast(), "This parenthesis is never closed.")
              .expecting("a closing parenthesis before the end of the file"));
      return null;
    }
    List<Sexp> items = open.getLast();
    if (items.size() == 1 && items.getFirst() instanceof Sexp.Group group) {
      return group;
    }
    SourceLocation place = items.isEmpty() ? source.start() : items.getLast().at();
    findings.add(
        Diagnostic.error("HDDL-002", place, "This is no HDDL file.")
            .expecting("one (define (domain …) …) or (define (problem …) …)"));
    return null;
  }
}
