package io.aleff.server.health;

import io.aleff.sandbox.PoolCounts;
import io.aleff.sandbox.SandboxConnector;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** How many sandboxes wait in the pool, and how often that was of use. */
@Component
class SandboxMetrics {

  SandboxMetrics(MeterRegistry registry, SandboxConnector sandboxes) {
    Gauge.builder("aleff.sandbox.pool.waiting", sandboxes, each -> each.pool().waiting())
        .description("Sandboxes that wait for a program")
        .register(registry);
    taken(registry, sandboxes, "hit", PoolCounts::hits);
    taken(registry, sandboxes, "miss", PoolCounts::misses);
    FunctionCounter.builder(
            "aleff.sandbox.pool.discarded", sandboxes, each -> each.pool().discarded())
        .description("Sandboxes that ended without a program: too old, dead, memory was short")
        .register(registry);
  }

  private static void taken(
      MeterRegistry registry,
      SandboxConnector sandboxes,
      String outcome,
      ToDoubleFunction<PoolCounts> count) {
    FunctionCounter.builder(
            "aleff.sandbox.pool.executions", sandboxes, each -> count.applyAsDouble(each.pool()))
        .description("Executions by whether a waiting sandbox ran them")
        .tag("outcome", outcome)
        .register(registry);
  }
}
