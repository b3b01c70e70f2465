package io.aleff.server.health;

import io.aleff.connector.Connector;
import io.aleff.guardrail.signals.SignalEvaluator;
import io.aleff.sandbox.SandboxConnector;
import io.aleff.server.Startup;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/**
 * Whether actions can run: the engine has started. A connector that is not available, and rules
 * whose process is being started again, make actions refusals, not the service down; they are shown
 * as details.
 */
@Component("aleffHealthIndicator")
class AleffHealth implements HealthIndicator {

  private final Startup startup;
  private final List<Connector> connectors;
  private final SignalEvaluator signals;
  private final SandboxConnector sandboxes;

  AleffHealth(
      Startup startup,
      List<Connector> connectors,
      SignalEvaluator signals,
      SandboxConnector sandboxes,
      MeterRegistry registry) {
    this.sandboxes = sandboxes;
    this.startup = startup;
    this.connectors = connectors;
    this.signals = signals;
    FunctionCounter.builder("aleff.rules.restarts", signals, SignalEvaluator::restarts)
        .description("Starts of the rules' process after its first")
        .register(registry);
  }

  @Override
  public Health health() {
    Health.Builder health = startup.isDone() ? Health.up() : Health.outOfService();
    for (Connector connector : connectors) {
      health.withDetail(connector.kind(), connector.availability().available());
      List<String> limits =
          connector.enforcement().stream().map(Connector.Enforcement::line).toList();
      if (!limits.isEmpty()) {
        health.withDetail(connector.kind() + "-limits", limits);
      }
    }
    health.withDetail("sandbox-pool", sandboxes.pool());
    health.withDetail("rules", signals.isReady());
    return health.build();
  }
}
