package io.aleff.cli.terminal;

/**
 * Text from elsewhere, made harmless: control and formatting characters could move the cursor,
 * recolour or reorder what a person is about to approve, so they are shown instead of obeyed.
 */
public final class SafeText {

  private SafeText() {}

  /** Keeps line feeds; a tab becomes spaces. */
  public static String lines(String text) {
    String plain = text.replace("\r\n", "\n").replace("\t", "    ");
    if (plain.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f))) {
      return plain;
    }
    StringBuilder out = new StringBuilder();
    plain.codePoints().forEach(c -> append(out, c));
    return out.toString();
  }

  /** On one line: line feeds become spaces. */
  public static String line(String text) {
    return lines(text).replace('\n', ' ');
  }

  private static void append(StringBuilder out, int c) {
    int type = Character.getType(c);
    boolean hidden =
        type == Character.CONTROL
            || type == Character.FORMAT
            || type == Character.SURROGATE
            || type == Character.PRIVATE_USE
            || type == Character.LINE_SEPARATOR
            || type == Character.PARAGRAPH_SEPARATOR;
    if (hidden && c != '\n') {
      out.append("\\u{").append(Integer.toHexString(c)).append('}');
    } else {
      out.appendCodePoint(c);
    }
  }
}
