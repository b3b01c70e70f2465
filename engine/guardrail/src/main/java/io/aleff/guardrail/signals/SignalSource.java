package io.aleff.guardrail.signals;

import io.aleff.guardrail.drl.RuleSet;
import tools.jackson.databind.node.ObjectNode;

/** Where signals come from. */
@FunctionalInterface
public interface SignalSource {

  /** Never throws: whatever goes wrong is {@link Evaluation.Failed}. */
  Evaluation evaluate(RuleSet rules, ObjectNode input);
}
