package io.aleff.guardrail;

import io.aleff.rego.Evaluation;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import java.time.Instant;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Evaluates the document {@code data.aleff.guardrails}. Never throws. */
@FunctionalInterface
public interface VerdictSource {

  /**
   * @param input the decision input, signals included
   * @param now when the decision is made
   */
  Evaluation evaluate(ObjectNode input, Instant now);

  /** By the engine in this process. */
  static VerdictSource inProcess(Policy policy, Limits limits) {
    return (input, now) ->
        policy.evaluate(
            Verdicts.ROOT,
            input,
            JsonNodeFactory.instance.objectNode(),
            limits.withClock(() -> now));
  }
}
