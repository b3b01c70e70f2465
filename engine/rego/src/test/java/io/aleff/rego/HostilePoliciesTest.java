package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;

/**
 * Policies written to take a service down. Each one ends within twice its time and leaves the heap
 * where it was. Time is that of the processor, so that a busy machine does not matter.
 */
class HostilePoliciesTest {

  private static final Duration TIME = Duration.ofMillis(500);
  private static final Limits LIMITS =
      Limits.DEFAULT
          .withTime(TIME)
          .withBytes(256L << 20)
          .withStrictBuiltinErrors(true)
          .withNanoTime(HostilePoliciesTest::processorTime);
  private static final long HEAP_SLACK = 48L << 20;

  private static long processorTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static String doubling(String rule, String first) {
    return first
        + IntStream.rangeClosed(1, 60)
            .mapToObj(i -> rule.replace("$i", "" + i).replace("$p", "" + (i - 1)))
            .collect(Collectors.joining("\n"));
  }

  private static String names(String prefix, String rule) {
    return rule
        + " := concat(\",\", [sprintf(\""
        + prefix
        + "_a_long_name_%d\", [i]) | some i in numbers.range(1, 6000)])\n";
  }

  static Stream<String> endedByALimit() {
    String thousand = "n := numbers.range(1, 1000)\n";
    String text = "t := concat(\"\", [\"aaaaaaaaaa\" | some i in numbers.range(1, 100000)])\n";
    return Stream.of(
        // GraphQL: nested deeply, fragments in a circle, much to compare
        "p := graphql.parse_query(concat(\"\", [x | some i in numbers.range(1, 5000); x := \"{a\"]))",
        "p := graphql.is_valid(concat(\"\", [x | some i in numbers.range(1, 5000); x := \"{a\"]), \"\")",
        "p := graphql.parse_schema(concat(\"\", array.concat([\"type Q {a: \"], [x | some i in"
            + " numbers.range(1, 5000); x := \"[\"])))",
        "p := graphql.is_valid(\"{...F} fragment F on Query { q {...F} q {...F q {...F}} }\", \"type"
            + " Query {q: Query}\")",
        names("a", "q")
            + names("b", "s")
            + "p := graphql.is_valid(concat(\" \", [\"{\", q, \"}\"]), sprintf(\"type Query {%s: Int}\","
            + " [replace(s, \",\", \": Int,\")]))",
        // exponential joins
        thousand + "p if { some a in n; some b in n; some c in n; some d in n; a+b+c+d < 0 }",
        thousand + "p := count({[a, b, c] | some a in n; some b in n; some c in n})",
        thousand + "p if { every a in n { every b in n { every c in n { a + b + c > 0 } } } }",
        // huge ranges
        "p := count(numbers.range(1, 1000000000000))",
        "p := numbers.range_step(-9223372036854775807, 9223372036854775807, 1)",
        // billion-element comprehensions
        thousand + "p := {x: 1 | some a in n; some b in n; some c in n; x := [a, b, c]}",
        thousand + "p := [x | some i in n; x := numbers.range(1, 100000)]",
        // values that share their parts
        doubling("x$i := [x$p, x$p]\n", "x0 := [1]\n") + "\np := json.marshal(x60)",
        doubling("x$i := [x$p, x$p]\n", "x0 := [1]\n") + "\np := count(x60)",
        doubling("x$i := {\"a\": x$p, \"b\": x$p}\n", "x0 := {}\n") + "\np := x60",
        doubling("x$i := [x$p, x$p]\n", "x0 := [1]\n")
            + doubling("\ny$i := [y$p, y$p]\n", "\ny0 := [1]\n")
            + "\np if x60 == y60",
        doubling("x$i := {x$p, [x$p]}\n", "x0 := {1}\n") + "\np := x60",
        // growth of strings
        doubling("x$i := concat(x$p, [\"a\", x$p])\n", "x0 := \"a\"\n") + "\np := x60",
        doubling("x$i := sprintf(\"%s%s\", [x$p, x$p])\n", "x0 := \"a\"\n") + "\np := x60",
        doubling("x$i := replace(x$p, \"a\", \"aaaa\")\n", "x0 := \"a\"\n") + "\np := x60",
        doubling("x$i := $\"{x$p}{x$p}\"\n", "x0 := \"a\"\n") + "\np := x60",
        doubling("x$i := regex.replace(x$p, \"a\", \"aaaa\")\n", "x0 := \"a\"\n") + "\np := x60",
        doubling("x$i := strings.replace_n({\"a\": \"aaaa\"}, x$p)\n", "x0 := \"a\"\n")
            + "\np := x60",
        "p if { some i in numbers.range(1, 1000000); count(sprintf(\"%99999d\", [i])) < 0 }",
        text + "p := concat(t, split(t, \"\"))",
        text + "p := replace(t, \"\", t)",
        // encodings
        text + "p := [base64.encode(t) | some i in numbers.range(1, 10000)]",
        text + "p := [hex.encode(t) | some i in numbers.range(1, 10000)]",
        text + "p := [upper(t) | some i in numbers.range(1, 10000)]",
        text + "p := [json.marshal([t, t, t]) | some i in numbers.range(1, 10000)]",
        // regular expressions and globs
        text
            + "p if { some i in numbers.range(1, 1000);"
            + " regex.match(\"(a*)*(a|aa)*(a?){500}b\", t) }",
        "p := regex.match(\"(((a{1,100}){1,100}){1,100}){1,100}\", \"a\")",
        text + "p if { some i in numbers.range(1, 1000); glob.match(\"*a*a*a*a*a*b\", [], t) }",
        text + "p if { some i in numbers.range(1, 9999); regex.globs_match(t, t) }",
        "p := glob.match(concat(\"\", [\"{\" | some i in numbers.range(1, 500000)]), [], \"a\")",
        // built-ins that multiply
        "p := count(net.cidr_expand(\"::/0\"))",
        "p := count(net.cidr_expand(\"0.0.0.0/0\"))",
        "p := bits.lsh(1, 99999999999)",
        text + "p := indexof_n(t, \"a\")",
        text
            + "p := strings.any_prefix_match(split(t, \"\"), numbers_as_text)\n"
            + "numbers_as_text := [sprintf(\"%d\", [i]) | some i in numbers.range(1, 9999)]",
        "a := numbers.range(1, 3000)\n"
            + "p := json.patch(a, [{\"op\": \"add\", \"path\": \"/0\", \"value\": a} |"
            + " some i in a])",
        "d := {\"a\": []}\n"
            + "p := json.patch(d, [{\"op\": \"copy\", \"from\": \"/a\", \"path\": \"/a/-\"} |"
            + " some i in numbers.range(1, 200)])",
        "g := {sprintf(\"%d\", [i]): [sprintf(\"%d\", [j]) | some j in numbers.range(1, 300)] |"
            + " some i in numbers.range(1, 300)}\n"
            + "p := graph.reachable_paths(g, {\"1\"})",
        // templates
        "p := strings.render_template(`{{define \"a\"}}{{template \"a\"}}{{end}}{{template \"a\"}}`, {})",
        "p := strings.render_template(`{{range 1000000000}}x{{end}}`, {})",
        "p := strings.render_template(`{{range .all}}{{printf \"%99999d\" 1}}{{end}}`, {\"all\": numbers.range(1, 99999)})",
        "p := strings.render_template(`{{printf \"%*d\" 900000000 1}}`, {})",
        "p := strings.render_template(concat(\"\", [\"{{if true}}\" | some i in numbers.range(1, 99999)]), {})",
        "p := strings.render_template(concat(\"\", array.concat([\"{{\"], [\"(\" | some i in"
            + " numbers.range(1, 99999)])), {})",
        text
            + "p := strings.render_template(`{{range .all}}{{range $.all}}{{.}}{{end}}{{end}}`, {\"all\": split(t, \"\")})",
        // walk over what grows
        doubling("x$i := [x$p, x$p]\n", "x0 := [1]\n") + "\np := [v | walk(x20, [_, v])]",
        // numbers
        doubling("x$i := x$p * x$p\n", "x0 := 12345678901234567890\n") + "\np := x60",
        // deep nesting
        "p := json.unmarshal(concat(\"\", [\"[\" | some i in numbers.range(1, 200000)]))",
        "p := yaml.unmarshal(concat(\"\", [\"[\" | some i in numbers.range(1, 200000)]))",
        IntStream.rangeClosed(1, 3000)
                .mapToObj(i -> "x" + i + " := [x" + (i - 1) + "]\n")
                .collect(Collectors.joining())
            + "x0 := 1\np := x3000",
        // deep calls and replaced documents
        IntStream.rangeClosed(1, 3000)
                .mapToObj(i -> "f" + i + "(x) := f" + (i - 1) + "(x)\n")
                .collect(Collectors.joining())
            + "f0(x) := x\np := f3000(1)",
        doubling(
                "x$i := 1 if { x$p with input.a as 1; x$p with input.a as 2;"
                    + " x$p with input.a as 3 }\n",
                "x0 := 1\n")
            + "p := x60");
  }

  @ParameterizedTest
  @MethodSource("endedByALimit")
  void endsWithinItsLimits(String rules) {
    Rego.Compilation compiled =
        Rego.compile(List.of(new SourceText("p.rego", "package a\n" + rules)));
    assertThat(compiled.diagnostics()).isEmpty();
    Policy policy = Objects.requireNonNull(compiled.policy());
    long before = processorTime();
    Evaluation got = policy.evaluate("a.p", (JsonNode) null, null, LIMITS);
    Duration took = Duration.ofNanos(processorTime() - before);
    assertThat(got)
        .isInstanceOfSatisfying(
            Evaluation.Failed.class,
            f -> assertThat(f.code()).matches("eval_limit_.*|eval_builtin_error"));
    assertThat(took).isLessThan(TIME.multipliedBy(2));
  }

  @Test
  void leavesTheHeapWhereItWas() {
    long before = usedHeap();
    endedByALimit().limit(20).forEach(this::endsWithinItsLimits);
    assertThat(usedHeap() - before).isLessThan(HEAP_SLACK);
  }

  private static long usedHeap() {
    long used = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      System.gc();
      used = Math.min(used, ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
    }
    return used;
  }

  @Test
  void aLimitThatIsSwitchedOffIsNoticed() {
    String rules = "package a\np := count({[x, y] | some x in n; some y in n})\n";
    String module = rules + "n := numbers.range(1, 300)";
    Policy policy =
        Objects.requireNonNull(Rego.compile(List.of(new SourceText("p.rego", module))).policy());
    assertThat(policy.evaluate("a.p", (JsonNode) null, null, LIMITS.withAllocations(50_000)))
        .isInstanceOf(Evaluation.Failed.class);
    assertThat(policy.evaluate("a.p", (JsonNode) null, null, LIMITS))
        .isInstanceOf(Evaluation.Defined.class);
  }
}
