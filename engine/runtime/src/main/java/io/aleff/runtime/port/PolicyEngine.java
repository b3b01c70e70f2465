package io.aleff.runtime.port;

import io.aleff.definition.SourceText;
import io.aleff.guardrail.Guardrails;
import io.aleff.guardrail.signals.Evaluation;
import io.aleff.guardrail.signals.SignalSource;
import java.util.List;

/** Makes the guardrails of a release ready to decide. */
@FunctionalInterface
public interface PolicyEngine {

  /**
   * May take seconds; called when a release is activated and when a run on it is first touched. The
   * runtime keeps what it gets. A failure to prepare must become guardrails that deny.
   */
  Guardrails prepare(String release, List<SourceText> rego, List<SourceText> drl);

  /** Evaluates rules for the tests that stand beside them; without one, those tests fail. */
  default SignalSource signals() {
    return (rules, input) ->
        new Evaluation.Failed("unavailable", "There is nothing here that evaluates rules.");
  }
}
