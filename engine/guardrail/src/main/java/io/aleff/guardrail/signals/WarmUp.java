package io.aleff.guardrail.signals;

import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.drl.RuleSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import tools.jackson.databind.node.ObjectNode;

/** A rule that a new child compiles and runs before anybody waits for it. */
final class WarmUp {

  private static final RuleSet RULES =
      Objects.requireNonNull(
          RuleSet.check(
                  List.of(
                      new SourceText(
                          "warm-up.drl",
                          """
                          package warmup
                          import io.aleff.guardrail.facts.*
                          rule "warm up"
                          when
                            $a : Action( connector != "" || amount > 10 )
                            accumulate( HistoryEntry( $x : amount ); $s : sum( $x ); $s >= 0 )
                          then
                            insert(new Signal("warm-up", 1, "sum " + $s + " of " + $a.connector));
                          end
                          """)))
              .rules());

  private WarmUp() {}

  static RuleSet rules() {
    return RULES;
  }

  static List<RuleSet> before(List<RuleSet> others) {
    List<RuleSet> all = new ArrayList<>(others);
    all.add(RULES);
    return all;
  }

  static ObjectNode input() {
    ObjectNode input = Json.MAPPER.createObjectNode();
    input.putObject("action").put("connector", "warm").put("operation", "up");
    return input;
  }
}
