package io.aleff.rego.builtin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;

/**
 * A text that accounts for every character a matcher reads. Matching takes time in proportion to
 * the program of the pattern for each of them.
 */
final class MeteredText implements CharSequence {

  private static final long CHEAP = 1 << 16;

  private final CharSequence text;
  private final int program;
  private final Builtin.Scope scope;
  private long owed;

  private MeteredText(CharSequence text, int program, Builtin.Scope scope) {
    this.text = text;
    this.program = program;
    this.scope = scope;
  }

  /** A matcher that ends with the evaluation's limits. */
  static Matcher matcher(Builtin.Scope scope, Pattern pattern, String text) {
    int program = pattern.programSize();
    return (long) program * text.length() < CHEAP
        ? pattern.matcher(text)
        : pattern.matcher(new MeteredText(text, program, scope));
  }

  @Override
  public int length() {
    return text.length();
  }

  @Override
  public char charAt(int index) {
    owed += program;
    if (owed > CHEAP) {
      scope.work(owed);
      owed = 0;
    }
    return text.charAt(index);
  }

  @Override
  public CharSequence subSequence(int start, int end) {
    return text.subSequence(start, end);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
