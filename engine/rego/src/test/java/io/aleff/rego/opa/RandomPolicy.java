package io.aleff.rego.opa;

import java.util.List;
import java.util.Random;

/** Writes policies that compile, over a small input, from a seed. */
final class RandomPolicy {

  static final String INPUT =
      """
      {"user": "ana", "level": 3, "ratio": 0.5, "tags": ["a", "b", "a", "c"], "empty": [],
       "deep": {"x": {"y": [1, 2, {"z": null}]}}, "flags": {"on": true, "off": false},
       "text": "Grüße, Welt", "big": 12345678901234567890, "pairs": [[1, "x"], [2, "y"]]}
      """;

  private static final List<String> NUMBERS =
      List.of(
          "input.level",
          "input.ratio",
          "0",
          "1",
          "7",
          "-3",
          "2.5",
          "1e3",
          "count(input.tags)",
          "0.1");
  private static final List<String> TEXTS =
      List.of("input.user", "input.text", "\"a\"", "\"\"", "\"a.b.c\"", "\"-1x\"", "input.tags[2]");
  private static final List<String> COLLECTIONS =
      List.of(
          "input.tags",
          "input.deep",
          "input.empty",
          "input.flags",
          "{1, 2, 3}",
          "{\"a\", \"b\"}",
          "[3, 1, 2]",
          "{\"k\": 1, \"a\": [2]}",
          "set()",
          "input.pairs",
          "[1, \"1\", null, true, [1], {\"a\": 1}, {2}]",
          "numbers.range(3, 1)");

  private final Random random;
  private int names;

  RandomPolicy(long seed) {
    this.random = new Random(seed);
  }

  /** A module with many rules, so that one start of the other side compares much. */
  String module(int rules) {
    StringBuilder out = new StringBuilder("package r\n\n");
    for (int i = 0; i < rules; i++) {
      out.append(rule("p" + i)).append("\n\n");
    }
    return out.toString();
  }

  private <T> T one(List<T> from) {
    return from.get(random.nextInt(from.size()));
  }

  /** Names are used once: how OPA treats a name that is declared twice depends on its version. */
  private String name() {
    return "n" + names++;
  }

  private String rule(String name) {
    return switch (random.nextInt(8)) {
      case 0 -> name + " := " + value(3);
      case 1 -> name + " := x if {\n\t" + body() + "\n\tx := " + value(2) + "\n}";
      case 2 -> name + " contains x if {\n\tsome x in " + collection(2) + "\n\t" + body() + "\n}";
      case 3 -> name + "[k] := v if {\n\tsome k, v in " + collection(2) + "\n\t" + body() + "\n}";
      case 4 ->
          "default "
              + name
              + " := \"none\"\n\n"
              + name
              + " := 1 if {\n\t"
              + body()
              + "\n} else := 2 if {\n\t"
              + body()
              + "\n}";
      case 5 ->
          name + " if {\n\tevery x in " + collection(2) + " {\n\t\tx != " + value(1) + "\n\t}\n}";
      case 6 ->
          name
              + "_f(a, b) := [a, b] if a != b\n\n"
              + name
              + " := "
              + name
              + "_f("
              + value(1)
              + ", "
              + value(1)
              + ")";
      default ->
          name
              + " := x if {\n\tx := input.level with input.level as "
              + value(1)
              + "\n\t"
              + body()
              + "\n}";
    };
  }

  private String body() {
    String line =
        switch (random.nextInt(8)) {
          case 0 ->
              value(2) + one(List.of(" == ", " != ", " < ", " <= ", " > ", " >= ")) + value(2);
          case 1 -> value(1) + " in " + collection(1);
          case 2 -> "not " + value(1) + " in " + collection(1);
          case 3 -> "y" + names++ + " := " + value(2);
          case 4 -> "some z" + names++ + " in " + collection(1);
          case 5 -> "startswith(" + text(1) + ", " + text(0) + ")";
          case 6 ->
              "input." + one(List.of("user", "none", "flags.on", "flags.off", "deep.x.y[2].z"));
          default -> "not input." + one(List.of("user", "none", "flags.off", "empty"));
        };
    return random.nextInt(3) == 0 ? line + "\n\t" + body() : line;
  }

  private String value(int depth) {
    return switch (random.nextInt(6)) {
      case 0, 1 -> number(depth);
      case 2, 3 -> text(depth);
      case 4 -> collection(depth);
      default -> depth == 0 ? one(List.of("null", "true", "false")) : "[" + value(depth - 1) + "]";
    };
  }

  private String number(int depth) {
    if (depth == 0) {
      return one(NUMBERS);
    }
    return switch (random.nextInt(9)) {
      case 0 -> "(" + number(depth - 1) + " + " + number(depth - 1) + ")";
      case 1 -> "(" + number(depth - 1) + " * " + number(depth - 1) + ")";
      case 2 -> "(" + number(depth - 1) + " - " + number(depth - 1) + ")";
      case 3 -> "(" + number(depth - 1) + " / " + number(depth - 1) + ")";
      case 4 -> one(List.of("abs", "round", "ceil", "floor")) + "(" + number(depth - 1) + ")";
      case 5 -> "count(" + collection(depth - 1) + ")";
      case 6 -> "max([" + number(depth - 1) + ", " + number(depth - 1) + "])";
      case 7 -> "indexof(" + text(depth - 1) + ", \"a\")";
      default -> one(NUMBERS);
    };
  }

  private String text(int depth) {
    if (depth == 0) {
      return one(TEXTS);
    }
    return switch (random.nextInt(11)) {
      case 0 -> "concat(\"-\", [" + text(depth - 1) + ", " + text(depth - 1) + "])";
      case 1 -> one(List.of("upper", "lower", "trim_space")) + "(" + text(depth - 1) + ")";
      case 2 ->
          "sprintf(\""
              + one(List.of("%v|%v", "%v %v", "%5v %v", "%T %v"))
              + "\", ["
              + number(depth - 1)
              + ", "
              + value(depth - 1)
              + "])";
      case 3 -> "replace(" + text(depth - 1) + ", \"a\", \"bb\")";
      case 4 -> "substring(" + text(depth - 1) + ", 1, 2)";
      case 5 -> "json.marshal(" + value(depth - 1) + ")";
      case 6 -> "base64.encode(" + text(depth - 1) + ")";
      case 7 -> "trim(" + text(depth - 1) + ", \"a\")";
      case 8 -> "urlquery.encode(" + text(depth - 1) + ")";
      case 9 -> "type_name(" + value(depth - 1) + ")";
      default -> one(TEXTS);
    };
  }

  private String collection(int depth) {
    if (depth == 0) {
      return one(COLLECTIONS);
    }
    return switch (random.nextInt(11)) {
      case 0 -> {
        String x = name();
        yield "[" + x + " | some " + x + " in " + collection(depth - 1) + "]";
      }
      case 1 -> {
        String x = name();
        yield "{" + x + " | some " + x + " in " + collection(depth - 1) + "}";
      }
      case 2 -> {
        String k = name();
        String v = name();
        yield "{" + k + ": " + v + " | some " + k + ", " + v + " in " + collection(depth - 1) + "}";
      }
      case 3 -> "[" + value(depth - 1) + ", " + value(depth - 1) + "]";
      case 4 -> "{\"q\": " + value(depth - 1) + "}";
      case 5 -> "split(" + text(depth - 1) + ", \".\")";
      case 6 -> "sort([3, " + value(depth - 1) + ", \"s\"])";
      case 7 -> "({1, 2, \"a\"} " + one(List.of("|", "&", "-")) + " {2, \"b\"})";
      case 8 -> "regex.find_n(\"[a-e]+\", " + text(depth - 1) + ", -1)";
      case 9 -> "object.union({\"a\": " + value(depth - 1) + "}, {\"b\": 2})";
      default -> one(COLLECTIONS);
    };
  }
}
