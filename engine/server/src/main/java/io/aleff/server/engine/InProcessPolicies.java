package io.aleff.server.engine;

import io.aleff.definition.SourceText;
import io.aleff.guardrail.Guardrails;
import io.aleff.guardrail.InProcessGuardrails;
import io.aleff.guardrail.signals.SignalEvaluator;
import io.aleff.guardrail.signals.SignalSource;
import io.aleff.rego.Limits;
import io.aleff.runtime.port.PolicyEngine;
import java.util.List;

/** Guardrails that decide in this process, with their rules in the child JVM. */
final class InProcessPolicies implements PolicyEngine {

  private final SignalEvaluator signals;

  InProcessPolicies(SignalEvaluator signals) {
    this.signals = signals;
  }

  @Override
  public Guardrails prepare(String release, List<SourceText> rego, List<SourceText> drl) {
    return InProcessGuardrails.prepare(rego, drl, signals, Limits.DEFAULT);
  }

  @Override
  public SignalSource signals() {
    return signals;
  }
}
