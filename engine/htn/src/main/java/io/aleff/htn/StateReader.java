package io.aleff.htn;

import io.aleff.definition.SourceLocation;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.ScalarNode;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what tests and problems share: a state and a goal. */
final class StateReader {

  private final Domain domain;
  private final Sources sources;
  private final Findings findings;

  StateReader(Domain domain, Sources sources, Findings findings) {
    this.domain = domain;
    this.sources = sources;
    this.findings = findings;
  }

  /**
   * A state as it is written.
   *
   * @param objects type by name, of those that are listed
   */
  record Said(
      Map<String, String> objects,
      Set<Fact> facts,
      Map<Fact, BigDecimal> numbers,
      SourceLocation place) {}

  /** The state of a test or problem; empty when there is none. */
  Said state(Fields fields) {
    Fields state =
        Fields.of(fields.get("state"), "state", List.of("objects", "facts", "numbers"), findings);
    return state == null
        ? new Said(Map.of(), Set.of(), Map.of(), fields.location())
        : new Said(
            state.texts(state.named("objects")), facts(state), numbers(state), state.location());
  }

  /** A task with its arguments, or words that fit a phrase; null after a finding. */
  @Nullable Goal goal(Fields fields) {
    YamlNode node = fields.get("goal");
    if (node instanceof ScalarNode words) {
      GoalMatch match = GoalMatcher.match(domain, words.text());
      if (match instanceof GoalMatch.Matched matched) {
        return matched.goal();
      }
      findings.error("HTN-060", words.location(), "No phrase fits \"" + words.text() + "\".");
      return null;
    }
    Fields goal = Fields.of(node, "goal", List.of("task", "with"), findings);
    String task = goal == null ? null : goal.text("task");
    if (goal == null || task == null) {
      findings.error("HTN-060", fields.location(), "There is no goal.");
      return null;
    }
    return new Goal(task, goal.texts(goal.named("with")));
  }

  private Set<Fact> facts(Fields state) {
    Set<Fact> facts = new LinkedHashSet<>();
    ConditionReader items = new ConditionReader(Names.of(domain), sources, findings);
    for (Object item : items.items(state.get("facts"))) {
      if (item instanceof ExpressionText text) {
        Fact fact = new GroundFactReader(domain, findings).fact(text);
        if (fact != null) {
          facts.add(fact);
        }
      } else {
        Fields.wrongShape((YamlNode) item, "A fact", "a fact such as ready(x)", findings);
      }
    }
    return facts;
  }

  private Map<Fact, BigDecimal> numbers(Fields state) {
    Map<Fact, BigDecimal> numbers = new LinkedHashMap<>();
    state
        .named("numbers")
        .forEach(
            (key, node) -> {
              Fact fluent =
                  new GroundFactReader(domain, findings)
                      .fluent(ExpressionText.at(key, node.location()));
              if (node instanceof ScalarNode value && value.value().isNumber()) {
                if (fluent != null) {
                  numbers.put(fluent, value.value().decimalValue());
                }
              } else {
                Fields.wrongShape(node, "\"" + key + "\"", "a number", findings);
              }
            });
    return numbers;
  }
}
