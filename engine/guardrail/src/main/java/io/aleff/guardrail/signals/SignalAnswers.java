package io.aleff.guardrail.signals;

import io.aleff.guardrail.Decision;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Reads what the child answers; anything odd is a failure. */
final class SignalAnswers {

  private SignalAnswers() {}

  static Evaluation read(JsonNode answer) {
    JsonNode risk = answer.path("risk");
    JsonNode facts = answer.path("facts");
    if (!risk.isInt() || risk.intValue() < 0 || risk.intValue() > 100 || !facts.isArray()) {
      return odd();
    }
    List<Decision.Signal> signals = new ArrayList<>();
    for (JsonNode fact : facts) {
      JsonNode name = fact.path("name");
      JsonNode weight = fact.path("weight");
      JsonNode evidence = fact.path("evidence");
      if (!name.isString() || !weight.isInt() || !evidence.isString()) {
        return odd();
      }
      signals.add(
          new Decision.Signal(name.stringValue(), weight.intValue(), evidence.stringValue()));
    }
    return new Evaluation.Raised(new Decision.Signals(risk.intValue(), List.copyOf(signals)));
  }

  private static Evaluation odd() {
    return new Evaluation.Failed("protocol", "The child's answer has a wrong form.");
  }
}
