package io.aleff.definition;

/**
 * A place in a definition file.
 *
 * @param path path relative to the root of the release
 * @param line 1-based
 * @param column 1-based, in UTF-16 code units
 */
public record SourceLocation(String path, int line, int column)
    implements Comparable<SourceLocation> {

  @Override
  public int compareTo(SourceLocation other) {
    int byPath = path.compareTo(other.path);
    if (byPath != 0) {
      return byPath;
    }
    return line != other.line
        ? Integer.compare(line, other.line)
        : Integer.compare(column, other.column);
  }

  /** {@code path:line:column}, as editors and terminals recognise it. */
  @Override
  public String toString() {
    return path + ":" + line + ":" + column;
  }
}
