package io.aleff.server.engine;

import io.aleff.definition.SourceText;
import io.aleff.guardrail.Guardrails;
import io.aleff.guardrail.InProcessGuardrails;
import io.aleff.guardrail.Surroundings;
import io.aleff.guardrail.VerdictSource;
import io.aleff.guardrail.log.DecisionLog;
import io.aleff.guardrail.opa.OpaServer;
import io.aleff.guardrail.opa.OpaVerdicts;
import io.aleff.guardrail.signals.SignalEvaluator;
import io.aleff.guardrail.signals.SignalSource;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import io.aleff.runtime.port.PolicyEngine;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Guardrails of releases: rules in the child JVM, policies in this process or by an OPA server, the
 * decisions written down where that is configured.
 */
final class ReleasePolicies implements PolicyEngine {

  private final SignalEvaluator signals;
  private final @Nullable OpaServer opa;
  private final OpaVerdicts.WhenAway whenAway;
  private final @Nullable DecisionLog log;

  ReleasePolicies(
      SignalEvaluator signals,
      @Nullable OpaServer opa,
      OpaVerdicts.WhenAway whenAway,
      @Nullable DecisionLog log) {
    this.signals = signals;
    this.opa = opa;
    this.whenAway = whenAway;
    this.log = log;
  }

  @Override
  public Guardrails prepare(String release, List<SourceText> rego, List<SourceText> drl) {
    return InProcessGuardrails.prepare(rego, drl, signals, Limits.DEFAULT, around(release));
  }

  private Surroundings around(String release) {
    return new Surroundings() {
      @Override
      public VerdictSource verdicts(VerdictSource here) {
        return opa == null ? here : new OpaVerdicts(opa, release, whenAway, here);
      }

      @Override
      public Guardrails logged(Guardrails deciding, Policy policy) {
        return log == null ? deciding : log.around(deciding, release, policy, Limits.DEFAULT);
      }
    };
  }

  @Override
  public SignalSource signals() {
    return signals;
  }
}
