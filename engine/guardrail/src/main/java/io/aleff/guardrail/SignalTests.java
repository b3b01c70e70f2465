package io.aleff.guardrail;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SchemaValidator;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.MappingNode;
import io.aleff.definition.YamlReader;
import io.aleff.guardrail.Decision.Signal;
import io.aleff.guardrail.Decision.Signals;
import io.aleff.guardrail.PolicyTests.Result;
import io.aleff.guardrail.drl.RuleSet;
import io.aleff.guardrail.signals.Evaluation;
import io.aleff.guardrail.signals.SignalSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Runs the {@code *.test.yaml} files beside rule files. */
final class SignalTests {

  private static final String NOW = "2026-01-05T12:00:00Z";

  private final List<SourceText> drl;
  private final SignalSource signals;
  private final List<Result> results = new ArrayList<>();

  private SignalTests(List<SourceText> drl, SignalSource signals) {
    this.drl = drl;
    this.signals = signals;
  }

  static List<Result> run(List<SourceText> drl, List<SourceText> tests, SignalSource signals) {
    SignalTests run = new SignalTests(drl, signals);
    tests.forEach(run::file);
    return List.copyOf(run.results);
  }

  private void file(SourceText file) {
    YamlReader.Result read = YamlReader.read(file);
    List<Diagnostic> found = new ArrayList<>(read.diagnostics());
    if (read.root() != null) {
      found.addAll(SchemaValidator.named("policy-test").validate(read.root()));
    }
    if (!found.isEmpty() || !(read.root() instanceof MappingNode root)) {
      broken(file, found);
      return;
    }
    RuleSet.Checked checked = RuleSet.check(tested(file, root));
    RuleSet rules = checked.rules();
    if (rules == null) {
      broken(file, checked.diagnostics());
    } else if (rules.size() == 0) {
      broken(
          file,
          List.of(Diagnostic.error("GUARD-002", root.location(), "There are no such rules here.")));
    } else {
      root.items("tests").forEach(test -> results.add(test((MappingNode) test, rules)));
    }
  }

  private void broken(SourceText file, List<Diagnostic> found) {
    found.forEach(d -> results.add(new Result(file.path(), d.location(), false, d.message())));
  }

  /** The named rule files beside the test, or all of the folder. */
  private List<SourceText> tested(SourceText file, MappingNode root) {
    String folder = file.path().substring(0, file.path().lastIndexOf('/') + 1);
    List<String> named = root.texts("rules").stream().map(name -> folder + name).toList();
    return drl.stream()
        .filter(t -> t.path().startsWith(folder))
        .filter(t -> t.path().indexOf('/', folder.length()) < 0)
        .filter(t -> named.isEmpty() || named.contains(t.path()))
        .toList();
  }

  private Result test(MappingNode test, RuleSet rules) {
    String name = test.text("name", "");
    SourceLocation location = test.location();
    MappingNode expect = test.mapping("expect");
    Evaluation evaluation = signals.evaluate(rules, input(test));
    String problem =
        switch (evaluation) {
          case Evaluation.Failed failed -> failed.message() + " (" + failed.code() + ")";
          case Evaluation.Raised raised ->
              expect == null ? null : differs(expect, raised.signals());
        };
    return new Result(name, location, problem == null, problem == null ? "" : problem);
  }

  private static ObjectNode input(MappingNode test) {
    MappingNode given = test.mapping("input");
    ObjectNode input = given == null ? JsonNodeFactory.instance.objectNode() : given.toJson();
    if (test.has("history")) {
      input.set("history", JsonNodeFactory.instance.arrayNode());
      test.items("history").forEach(entry -> input.withArray("history").add(entry.toJson()));
    }
    if (!input.path("environment").has("now")) {
      input.withObject("environment").put("now", NOW);
    }
    return input;
  }

  private static @Nullable String differs(MappingNode expect, Signals raised) {
    if (expect.has("risk") && expect.integer("risk", -1) != raised.risk()) {
      return "risk " + raised.risk() + " instead of " + expect.integer("risk", -1);
    }
    if (!expect.has("signals")) {
      return null;
    }
    List<Signal> left = new ArrayList<>(raised.facts());
    for (YamlNode wanted : expect.items("signals")) {
      Signal match =
          left.stream().filter(s -> matches(s, wanted.toJson())).findFirst().orElse(null);
      if (match == null) {
        return "no signal " + wanted.toJson() + " among " + raised.facts();
      }
      left.remove(match);
    }
    return left.isEmpty() ? null : "unexpected signals " + left;
  }

  private static boolean matches(Signal signal, JsonNode wanted) {
    return signal.name().equals(wanted.path("name").asString(""))
        && (!wanted.has("weight") || signal.weight() == wanted.path("weight").asInt(-1))
        && (!wanted.has("evidence")
            || signal.evidence().equals(wanted.path("evidence").asString("")));
  }
}
