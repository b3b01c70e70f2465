package io.aleff.runtime.run;

import io.aleff.connector.ConnectorManifest;
import io.aleff.runtime.port.TenantId;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** One circuit breaker for each connector of each tenant, and how long to wait between attempts. */
final class Circuits {

  private final Map<String, CircuitBreaker> breakers = new ConcurrentHashMap<>();

  CircuitBreaker of(TenantId tenant, ConnectorManifest manifest) {
    ConnectorManifest.CircuitBreaker numbers = manifest.circuitBreaker();
    String key = tenant + "/" + manifest.name() + "/" + numbers.hashCode();
    return breakers.computeIfAbsent(key, name -> CircuitBreaker.of(name, config(numbers)));
  }

  private static CircuitBreakerConfig config(ConnectorManifest.CircuitBreaker numbers) {
    return CircuitBreakerConfig.custom()
        .failureRateThreshold(numbers.failureRateThreshold())
        .slidingWindowSize(numbers.slidingWindowSize())
        .minimumNumberOfCalls(numbers.slidingWindowSize())
        .permittedNumberOfCallsInHalfOpenState(1)
        .waitDurationInOpenState(numbers.waitDurationInOpenState())
        .build();
  }

  /** Milliseconds before the next attempt. */
  static long backoff(ConnectorManifest.Retry retry, int attempt) {
    double jitter = Math.clamp(retry.jitter(), 0.0, 0.99);
    return IntervalFunction.ofExponentialRandomBackoff(
            retry.initialDelay().toMillis(),
            Math.max(1.0, retry.multiplier()),
            jitter,
            retry.maxDelay().toMillis())
        .apply(attempt);
  }
}
