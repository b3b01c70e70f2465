package io.aleff.rego.opa;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.rego.QueryResult;
import io.aleff.rego.Rego;
import io.aleff.rego.value.JsonValues;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * Random policies on OPA and here. {@code -Daleff.differential.policies=N} compares more, {@code
 * -Daleff.differential.seed=S} others.
 */
class DifferentialTest {

  private static final int RULES = 40;

  @TempDir Path folder;
  private @Nullable OpaBinary opa;

  @BeforeEach
  void opaIsThere() {
    opa = OpaBinary.find();
    if (opa == null) {
      System.out.println(
          "NOT TESTED: Rego compared with OPA, because there is no opa program here");
    }
    Assumptions.assumeTrue(opa != null);
  }

  @Test
  void randomPoliciesGiveWhatOpaGives() throws IOException, InterruptedException {
    int policies = Integer.getInteger("aleff.differential.policies", 15);
    long seed = Long.getLong("aleff.differential.seed", 1);
    List<String> differences = new ArrayList<>();
    int compared = 0;
    for (int i = 0; i < policies; i++) {
      compared += compare(new RandomPolicy(seed + i).module(RULES), differences);
    }
    System.out.println("Compared " + compared + " rules with OPA");
    Files.createDirectories(Path.of("target"));
    Files.write(Path.of("target/opa-differences.txt"), differences);
    assertThat(differences).isEmpty();
    assertThat(compared).isGreaterThan(policies * RULES / 4);
  }

  /** A module that OPA refuses has to be refused here; its faulty rules are then left out. */
  private int compare(String module, List<String> differences)
      throws IOException, InterruptedException {
    String text = module;
    for (int i = 0; i < RULES; i++) {
      JsonNode theirs = ofOpa(text);
      Rego.Compilation ours = Rego.compile(List.of(new SourceText("r.rego", text)));
      if (!theirs.has("errors")) {
        Policy policy = ours.policy();
        if (policy == null) {
          differences.add("refused only here: " + refusal(ours, text));
          return 0;
        }
        return compare(text, policy, theirs, differences);
      }
      Set<Integer> lines = new TreeSet<>();
      theirs.path("errors").forEach(error -> lines.add(error.path("location").path("row").asInt()));
      text = without(text, lines);
    }
    return 0;
  }

  private static String refusal(Rego.Compilation ours, String text) {
    StringBuilder out = new StringBuilder();
    List<String> lines = text.lines().toList();
    ours.diagnostics()
        .forEach(
            d ->
                out.append(d.code() + " " + d.message() + " in \"")
                    .append(lines.get(d.location().line() - 1).strip())
                    .append("\"\n"));
    return out.toString();
  }

  private static String without(String module, Set<Integer> lines) {
    StringBuilder out = new StringBuilder();
    int line = 1;
    for (String block : module.split("\n\n", -1)) {
      int end = line + (int) block.chars().filter(c -> c == '\n').count();
      int first = line;
      if (lines.stream().noneMatch(l -> l >= first && l <= end)) {
        out.append(block);
      } else {
        out.append("\n".repeat(end - line));
      }
      out.append("\n\n");
      line = end + 2;
    }
    return out.toString();
  }

  private JsonNode ofOpa(String module) throws IOException, InterruptedException {
    Path policy = Files.writeString(folder.resolve("r.rego"), module);
    Path input = Files.writeString(folder.resolve("input.json"), RandomPolicy.INPUT);
    OpaBinary binary = java.util.Objects.requireNonNull(opa);
    String out =
        binary.run(
            List.of(
                "eval",
                "--format",
                "json",
                "-d",
                policy.toString(),
                "-i",
                input.toString(),
                "data.r"));
    return Json.MAPPER.readTree(out);
  }

  private static int compare(
      String module, Policy policy, JsonNode theirs, List<String> differences) {
    JsonNode expected = theirs.path("result").path(0).path("expressions").path(0).path("value");
    JsonNode input = Json.MAPPER.readTree(RandomPolicy.INPUT);
    int compared = 0;
    for (int i = 0; i < RULES; i++) {
      String name = "p" + i;
      if (!module.contains(name + " ") && !module.contains(name + "[")) {
        continue;
      }
      compared++;
      String ours = ours(policy.query("x := data.r." + name, input, null, Limits.DEFAULT));
      JsonNode value = expected.get(name);
      String wanted = value == null ? "undefined" : JsonValues.write(JsonValues.from(value));
      if (!ours.equals(wanted)) {
        differences.add(name + ": here " + ours + ", OPA " + wanted + "\n" + rule(module, name));
      }
    }
    return compared;
  }

  private static String ours(QueryResult result) {
    return switch (result) {
      case QueryResult.Bindings b when b.solutions().isEmpty() -> "undefined";
      case QueryResult.Bindings b -> {
        Map<String, JsonNode> solution = b.solutions().getFirst();
        yield JsonValues.write(
            JsonValues.from(java.util.Objects.requireNonNull(solution.get("x"))));
      }
      case QueryResult.Failed f -> f.code() + " " + f.message();
      case QueryResult.Rejected r -> r.diagnostics().toString();
    };
  }

  private static String rule(String module, String name) {
    StringBuilder out = new StringBuilder();
    for (String block : module.split("\n\n", -1)) {
      if (block.matches("(?s)(default )?" + name + "(_f\\(|\\[| ).*")) {
        out.append(block).append('\n');
      }
    }
    return out.toString();
  }
}
