package io.aleff.rego.graphql;

import org.jspecify.annotations.Nullable;

/** A document that cannot be read or is not valid. */
public final class GraphqlError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String text;
  private final transient @Nullable Position at;

  /**
   * Where something is.
   *
   * @param line from 1
   * @param column from 1, in characters
   */
  public record Position(int line, int column) {}

  GraphqlError(String text, @Nullable Position at) {
    super(text, null, false, false);
    this.text = text;
    this.at = at;
  }

  /** What is wrong, without the place. */
  public String text() {
    return text;
  }

  /** Null for documents that were given as objects, which keep no places. */
  public @Nullable Position at() {
    return at;
  }

  /** Place and text, as the checks of a schema and of a query are reported. */
  public String placed() {
    return at == null ? "input: " + text : "input:" + at.line() + ":" + at.column() + ": " + text;
  }
}
