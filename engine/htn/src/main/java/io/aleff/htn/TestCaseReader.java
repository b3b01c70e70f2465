package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.YamlNode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads one test of a task network. */
final class TestCaseReader {

  private static final List<String> KEYS =
      List.of(
          "name",
          "description",
          "state",
          "goal",
          "excluded",
          "finished",
          "replan",
          "budget",
          "expect");
  private static final List<String> EXPECT =
      List.of("steps", "order", "unordered", "methods", "cost", "refused");

  private final Domain domain;
  private final Sources sources;
  private final Findings findings;

  TestCaseReader(Domain domain, Sources sources, Findings findings) {
    this.domain = domain;
    this.sources = sources;
    this.findings = findings;
  }

  @Nullable TestCase read(YamlNode node, String otherwise) {
    Fields fields = Fields.of(node, "a test", KEYS, findings);
    if (fields == null) {
      return null;
    }
    StateReader reader = new StateReader(domain, sources, findings);
    StateReader.Said state = reader.state(fields);
    Goal goal = reader.goal(fields);
    TestCase.Expected expected = expected(fields);
    if (goal == null || expected == null) {
      return null;
    }
    String name = fields.text("name");
    Repair repair = fields.choice("replan", Repair.class);
    BigDecimal budget = fields.number("budget");
    return new TestCase(
        name == null ? otherwise : name,
        state.objects(),
        state.facts(),
        state.numbers(),
        goal,
        excluded(fields),
        known(fields, "finished"),
        repair == null ? Repair.TREE : repair,
        budget == null ? 100_000 : budget.intValue(),
        expected);
  }

  /** A list of actions, or reasons by action. */
  private Map<String, String> excluded(Fields fields) {
    YamlNode node = fields.get("excluded");
    if (node instanceof YamlNode.MappingNode) {
      return fields.texts(fields.named("excluded"));
    }
    Map<String, String> excluded = new LinkedHashMap<>();
    ConditionReader items = new ConditionReader(Names.of(domain), sources, findings);
    for (Object item : items.items(node)) {
      if (item instanceof ExpressionText text) {
        excluded.put(text.text(), "excluded by the test");
      }
    }
    return excluded;
  }

  /** Names of actions. */
  private List<String> known(Fields fields, String key) {
    List<String> actions = fields.texts(key);
    for (String action : actions) {
      if (!domain.actions().containsKey(action)) {
        findings.unknown("HTN-018", fields.key(key), "action", action, domain.actions().keySet());
      }
    }
    return actions;
  }

  private TestCase.@Nullable Expected expected(Fields fields) {
    Fields expect = Fields.of(fields.get("expect"), "expect", EXPECT, findings);
    if (expect == null) {
      findings.add(
          Diagnostic.error("HTN-061", fields.location(), "The test expects nothing.")
              .expecting("expect: with " + String.join(", ", EXPECT)));
      return null;
    }
    Map<String, String> methods = expect.texts(expect.named("methods"));
    methods.keySet().stream()
        .filter(task -> !domain.tasks().containsKey(task))
        .forEach(
            task ->
                findings.unknown(
                    "HTN-018", expect.key("methods"), "task", task, domain.tasks().keySet()));
    return new TestCase.Expected(
        expect.has("steps") ? known(expect, "steps") : null,
        pairs(expect, "order", "<"),
        pairs(expect, "unordered", "|"),
        methods,
        expect.number("cost"),
        expect.text("refused"));
  }

  private List<List<String>> pairs(Fields expect, String key, String sign) {
    List<List<String>> pairs = new ArrayList<>();
    for (String text : expect.texts(key)) {
      List<String> names = new ArrayList<>();
      for (String name : text.split(java.util.regex.Pattern.quote(sign))) {
        names.add(name.strip());
      }
      boolean known = names.stream().allMatch(domain.actions()::containsKey);
      if (names.size() < 2 || !known) {
        findings.add(
            Diagnostic.error(
                    "HTN-062", expect.key(key), "\"" + text + "\" does not relate two actions.")
                .expecting("action " + sign + " action"));
      }
      for (int i = 0; i + 1 < names.size(); i++) {
        pairs.add(List.of(names.get(i), names.get(i + 1)));
      }
    }
    return pairs;
  }
}
