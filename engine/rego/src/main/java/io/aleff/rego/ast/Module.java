package io.aleff.rego.ast;

import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import java.util.List;

/**
 * One parsed file.
 *
 * @param path the package without {@code data}
 * @param comments every comment, in order; metadata annotations are among them
 * @param v1 whether it is read as Rego v1
 */
public record Module(
    SourceText source,
    List<String> path,
    SourceLocation packageLocation,
    List<Import> imports,
    List<Rule> rules,
    List<Comment> comments,
    boolean v1) {

  /**
   * {@code import path as alias}.
   *
   * @param path starts with {@code data} or {@code input}
   */
  public record Import(List<String> path, String alias, SourceLocation location) {}

  /** A comment without its {@code #}. */
  public record Comment(String text, SourceLocation location) {}

  /** The package as written in a query, for example {@code data.aleff.guardrails}. */
  public String dataPath() {
    return path.isEmpty() ? "data" : "data." + String.join(".", path);
  }
}
