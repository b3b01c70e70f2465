package io.aleff.definition;

import org.jspecify.annotations.Nullable;

/**
 * One finding about a definition: an expected failure, reported as a value.
 *
 * @param code stable, upper case with dashes and a number, for example {@code YAML-003}
 * @param location where the finding is
 * @param message what is wrong, naming the offending value
 * @param expected what would have been accepted, when that can be said
 * @param hint a suggestion that starts with "Maybe …", when there is one
 */
public record Diagnostic(
    String code,
    Severity severity,
    SourceLocation location,
    String message,
    @Nullable String expected,
    @Nullable String hint) {

  /** An error makes a release impossible; a warning does not. */
  public enum Severity {
    ERROR,
    WARNING
  }

  public static Diagnostic error(String code, SourceLocation location, String message) {
    return new Diagnostic(code, Severity.ERROR, location, message, null, null);
  }

  public static Diagnostic warning(String code, SourceLocation location, String message) {
    return new Diagnostic(code, Severity.WARNING, location, message, null, null);
  }

  public Diagnostic expecting(String what) {
    return new Diagnostic(code, severity, location, message, what, hint);
  }

  /**
   * @param suggestion the nearest known name, or null when nothing is near; see {@link Suggestions}
   */
  public Diagnostic maybe(@Nullable String suggestion) {
    return suggestion == null
        ? this
        : new Diagnostic(
            code, severity, location, message, expected, "Maybe \"" + suggestion + "\"?");
  }

  /**
   * @param what could be meant, to follow "Maybe"
   */
  public Diagnostic advising(String what) {
    return new Diagnostic(code, severity, location, message, expected, "Maybe " + what + ".");
  }

  public boolean isError() {
    return severity == Severity.ERROR;
  }

  /**
   * Prints the finding for a terminal: code and message, place, the source line with a caret, what
   * was expected, and the hint.
   */
  public String print(@Nullable SourceText source) {
    StringBuilder out = new StringBuilder();
    out.append(isError() ? "error" : "warning").append('[').append(code).append("] ");
    out.append(message).append("\n  --> ").append(location);
    if (source != null) {
      String line = source.line(location.line());
      if (!line.isEmpty()) {
        int before = Math.min(Math.max(location.column() - 1, 0), line.length());
        String indent = line.substring(0, before).replaceAll("[^\t]", " ");
        out.append("\n   | ").append(line).append("\n   | ").append(indent).append('^');
      }
    }
    if (expected != null) {
      out.append("\n   = expected: ").append(expected);
    }
    if (hint != null) {
      out.append("\n   = ").append(hint);
    }
    return out.toString();
  }
}
