package io.aleff.server.health;

import io.aleff.runtime.port.DecisionRecord;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Counts and times the decisions of the guardrails by verdict. */
@Component
public final class DecisionMetrics {

  private final MeterRegistry registry;

  DecisionMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  public void decided(DecisionRecord decision) {
    Timer.builder("aleff.decisions")
        .description("Decisions of the guardrails")
        .tag("verdict", decision.decision().verdict().name().toLowerCase(Locale.ROOT))
        .publishPercentileHistogram(false)
        .register(registry)
        .record(decision.decision().took());
  }
}
