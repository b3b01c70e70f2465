package io.aleff.guardrail;

import tools.jackson.databind.node.ObjectNode;

/** Decides about one action. Never throws: whatever goes wrong is a deny with the cause. */
public interface Guardrails {

  /**
   * @param input the input document of {@code schemas/v1/decision-input.schema.json} without {@code
   *     signals}, which this fills in
   */
  Decision decide(ObjectNode input);

  /** The earlier decisions that {@code input.history} has to hold. */
  default HistoryNeed history() {
    return HistoryNeed.ALL;
  }
}
