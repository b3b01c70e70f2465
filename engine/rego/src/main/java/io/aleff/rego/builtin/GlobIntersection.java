package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.string;

import io.aleff.rego.value.BoolValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/** Whether two simple patterns both match some text that is not empty. */
final class GlobIntersection {

  /** A place in a pattern: what it takes; a repeated one may also be skipped. */
  private record Place(BitSet takes, boolean repeated) {}

  private record Pair(int left, int right, boolean consumed) {}

  private GlobIntersection() {}

  static void register(Builtins r) {
    r.add(
        "regex.globs_match",
        2,
        (s, a) -> BoolValue.of(intersect(s, places(string(a, 0)), places(string(a, 1)))));
  }

  private static boolean intersect(Builtin.Scope s, List<Place> left, List<Place> right) {
    BitSet seen = new BitSet();
    Deque<Pair> open = new ArrayDeque<>();
    open.add(new Pair(0, 0, false));
    while (!open.isEmpty()) {
      Pair at = open.pop();
      int key = ((at.left * (right.size() + 1)) + at.right) * 2 + (at.consumed ? 1 : 0);
      if (seen.get(key)) {
        continue;
      }
      seen.set(key);
      s.step();
      if (at.left == left.size() && at.right == right.size() && at.consumed) {
        return true;
      }
      follow(at, left, right, open);
    }
    return false;
  }

  private static void follow(Pair at, List<Place> left, List<Place> right, Deque<Pair> open) {
    Place a = at.left < left.size() ? left.get(at.left) : null;
    Place b = at.right < right.size() ? right.get(at.right) : null;
    if (a != null && a.repeated) {
      open.add(new Pair(at.left + 1, at.right, at.consumed));
    }
    if (b != null && b.repeated) {
      open.add(new Pair(at.left, at.right + 1, at.consumed));
    }
    if (a != null && b != null && a.takes.intersects(b.takes)) {
      open.add(new Pair(at.left + (a.repeated ? 0 : 1), at.right + (b.repeated ? 0 : 1), true));
    }
  }

  private static List<Place> places(String pattern) {
    List<Place> out = new ArrayList<>();
    int i = 0;
    while (i < pattern.length()) {
      BitSet takes = new BitSet();
      char c = pattern.charAt(i);
      switch (c) {
        case '.' -> takes.set(0, Character.MAX_VALUE);
        case '[' -> i = range(pattern, i + 1, takes);
        case '\\' -> {
          if (i + 1 == pattern.length()) {
            throw bad(pattern);
          }
          takes.set(pattern.charAt(++i));
        }
        case '*', '+', ']' -> throw bad(pattern);
        default -> takes.set(c);
      }
      i++;
      char flag = i < pattern.length() ? pattern.charAt(i) : ' ';
      if (flag == '+' || flag != '*') {
        out.add(new Place(takes, false));
      }
      if (flag == '+' || flag == '*') {
        out.add(new Place(takes, true));
        i++;
      }
    }
    return out;
  }

  private static BuiltinError bad(String pattern) {
    return BuiltinError.value("input:" + pattern + ", bad glob");
  }

  /** Reads up to the closing bracket and returns its place. */
  private static int range(String pattern, int from, BitSet takes) {
    int i = from;
    while (i < pattern.length() && pattern.charAt(i) != ']') {
      char c = pattern.charAt(i);
      if (c == '\\' && i + 1 < pattern.length()) {
        c = pattern.charAt(++i);
      }
      if (i + 2 < pattern.length()
          && pattern.charAt(i + 1) == '-'
          && pattern.charAt(i + 2) != ']') {
        if (pattern.charAt(i + 2) < c) {
          throw bad(pattern);
        }
        takes.set(c, pattern.charAt(i + 2) + 1);
        i += 3;
      } else {
        takes.set(c);
        i++;
      }
    }
    if (i == pattern.length() || takes.isEmpty()) {
      throw bad(pattern);
    }
    return i;
  }
}
