package io.aleff.rego.builtin;

import java.util.ArrayDeque;
import java.util.Deque;

/** Go refuses patterns whose nested counted repeats multiply beyond 1000; re2j would build them. */
final class RepeatBound {

  private static final long MAX = 1_000;

  private final String regex;
  private final Deque<Long> outer = new ArrayDeque<>();
  private long largest = 1;
  private long last = 1;
  private int at;

  private RepeatBound(String regex) {
    this.regex = regex;
  }

  static void check(String regex) {
    new RepeatBound(regex).run();
  }

  private void run() {
    while (at < regex.length()) {
      char c = regex.charAt(at++);
      switch (c) {
        case '\\' -> {
          at++;
          last = 1;
        }
        case '[' -> {
          characters();
          last = 1;
        }
        case '(' -> {
          outer.push(largest);
          largest = 1;
        }
        case ')' -> {
          last = largest;
          largest = outer.isEmpty() ? last : Math.max(outer.pop(), last);
        }
        case '{' -> repeat();
        case '*', '+', '?' -> {}
        default -> last = 1;
      }
    }
  }

  private void characters() {
    at += regex.startsWith("^", at) ? 1 : 0;
    at += regex.startsWith("]", at) ? 1 : 0;
    while (at < regex.length() && regex.charAt(at) != ']') {
      at += regex.charAt(at) == '\\' ? 2 : 1;
    }
    at++;
  }

  private void repeat() {
    int close = regex.indexOf('}', at);
    String body = close < 0 ? "" : regex.substring(at, close);
    if (!body.matches("[0-9]+(,[0-9]*)?")) {
      last = 1;
      return;
    }
    int comma = body.indexOf(',');
    boolean bounded = comma >= 0 && comma < body.length() - 1;
    String count =
        bounded ? body.substring(comma + 1) : comma < 0 ? body : body.substring(0, comma);
    last = count.length() > 4 ? MAX + 1 : last * Math.max(1, Long.parseLong(count));
    if (last > MAX) {
      throw BuiltinError.value("error parsing regexp: invalid repeat count: `{" + body + "}`");
    }
    largest = Math.max(largest, last);
    at = close + 1;
  }
}
