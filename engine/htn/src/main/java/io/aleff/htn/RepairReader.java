package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.MappingNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads what is tried when an action fails. */
final class RepairReader {

  private static final List<String> KEYS = List.of("attempts", "within", "strategies");
  private static final List<String> STRATEGY = List.of("name", "connector", "input", "model");

  private static final Duration LONGEST = Duration.ofDays(365);

  private final BindingReader bindings;
  private final QuestionReader questions;
  private final Findings findings;

  RepairReader(BindingReader bindings, Findings findings) {
    this.bindings = bindings;
    this.findings = findings;
    questions = new QuestionReader(bindings, findings);
  }

  @Nullable RepairLoop read(@Nullable YamlNode node, Scope scope) {
    Fields fields = Fields.of(node, "repair", KEYS, findings);
    if (fields == null) {
      return null;
    }
    List<RepairLoop.Strategy> strategies = new ArrayList<>();
    Set<String> names = new HashSet<>();
    for (YamlNode each : fields.list("strategies")) {
      RepairLoop.Strategy strategy = strategy(each, scope, names);
      if (strategy != null) {
        strategies.add(strategy);
      }
    }
    if (fields.list("strategies").isEmpty()) {
      findings.add(
          Diagnostic.error("HTN-032", fields.location(), "The repair has no strategies.")
              .expecting("strategies: [{name: …, input: {…}}], in the order they are taken")
              .advising("it can go: the planner looks for another way then"));
    }
    return new RepairLoop(attempts(fields), within(fields), strategies);
  }

  /** All strategies, when it is not said. */
  private int attempts(Fields fields) {
    int most = Math.min(RepairLoop.MOST, fields.list("strategies").size() + 1);
    BigDecimal said = fields.number("attempts");
    if (said == null) {
      return Math.max(2, most);
    }
    boolean whole = said.stripTrailingZeros().scale() <= 0;
    if (whole
        && said.intValue() >= 2
        && said.compareTo(BigDecimal.valueOf(Math.max(2, most))) <= 0) {
      return said.intValue();
    }
    findings.add(
        Diagnostic.error(
                "HTN-033",
                fields.key("attempts"),
                "The repair makes " + said.toPlainString() + " attempts.")
            .expecting(
                "2 to %d: one for the action and one for each strategy, at most %d"
                    .formatted(Math.max(2, most), RepairLoop.MOST))
            .maybe("attempts: " + Math.max(2, most)));
    return Math.max(2, most);
  }

  private @Nullable Duration within(Fields fields) {
    if (!fields.has("within")) {
      return null;
    }
    Duration within = fields.duration("within");
    if (within.isZero() || within.compareTo(LONGEST) > 0) {
      findings.add(
          Diagnostic.error("HTN-037", fields.key("within"), "The repair takes " + within + ".")
              .expecting("more than PT0S, at most P365D, such as PT10M"));
    }
    return within;
  }

  private RepairLoop.@Nullable Strategy strategy(YamlNode node, Scope scope, Set<String> names) {
    Fields fields = Fields.of(node, "strategy", STRATEGY, findings);
    if (fields == null) {
      return null;
    }
    String name = fields.text("name");
    if (name == null || name.isBlank()) {
      findings.add(
          Diagnostic.error("HTN-034", fields.location(), "The strategy has no name.")
              .expecting("name: what is done otherwise"));
      return null;
    }
    if (!names.add(name)) {
      findings.add(
          Diagnostic.error(
              "HTN-034", fields.key("name"), "Two strategies are called \"" + name + "\"."));
    }
    return strategy(fields, name, scope);
  }

  private RepairLoop.@Nullable Strategy strategy(Fields fields, String name, Scope scope) {
    SourceLocation at = fields.location();
    String said = fields.text("connector");
    BindingReader.Operation operation =
        said == null ? null : bindings.operation(said, fields.key("connector"));
    if (said != null && operation == null) {
      return null;
    }
    ObjectNode input = input(fields, scope);
    RepairLoop.Question model = questions.read(fields, name, input, scope);
    if (fields.has("model") && model == null) {
      return null;
    }
    return operation == null
        ? new RepairLoop.Strategy(name, null, null, input, model, at)
        : new RepairLoop.Strategy(name, operation.connector(), operation.name(), input, model, at);
  }

  private ObjectNode input(Fields fields, Scope scope) {
    YamlNode node = fields.get("input");
    if (node instanceof MappingNode mapping) {
      bindings.check(mapping, scope);
      return mapping.toJson();
    }
    Fields.wrongShape(node, "\"input\"", "a mapping", findings);
    return JsonNodeFactory.instance.objectNode();
  }

  /**
   * An attempt that does what one before it did would be refused when it is due. What a model will
   * say is not known here.
   */
  void different(Binding.OfConnector binding) {
    RepairLoop repair = binding.repair();
    if (repair == null) {
      return;
    }
    Map<Binding.OfConnector, String> attempts = new LinkedHashMap<>();
    attempts.put(binding.attempt(0), "the action itself");
    for (int i = 1; i <= repair.strategies().size(); i++) {
      RepairLoop.Strategy strategy = repair.strategies().get(i - 1);
      if (strategy.model() != null) {
        continue;
      }
      String name = "\"" + strategy.name() + "\"";
      String other = attempts.putIfAbsent(binding.attempt(i), name);
      if (other != null) {
        findings.add(
            Diagnostic.error(
                    "HTN-036",
                    strategy.location(),
                    "The strategy \"%s\" does the same as %s, which has failed by then."
                        .formatted(strategy.name(), other))
                .expecting("another connector, script or input"));
      }
    }
  }
}
