package io.aleff.server.config;

import io.aleff.guardrail.opa.OpaVerdicts.WhenAway;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** Everything under {@code aleff.guardrails.*}. */
public record GuardrailSettings(
    @DefaultValue @Valid Opa opa, @DefaultValue @Valid DecisionLog decisionLog) {

  /**
   * An OPA server that evaluates the Rego policies.
   *
   * @param url for example {@code https://opa.example.com:8181}; unset to decide in this process
   * @param token sent as bearer token; only over TLS or to this machine
   * @param timeout of one attempt
   * @param attempts before the server counts as away
   * @param pause how long a server that keeps failing is left alone
   * @param whenAway what holds when it does not answer, or runs another release
   * @param certificates PEM file with the certificates to trust; unset for those of the JDK
   */
  public record Opa(
      @Nullable URI url,
      @Nullable String token,
      @DefaultValue("1s") Duration timeout,
      @DefaultValue("2") @Min(1) @Max(10) int attempts,
      @DefaultValue("10s") Duration pause,
      @DefaultValue("deny") WhenAway whenAway,
      @Nullable Path certificates) {}

  /**
   * Decisions as entries of OPA's decision log, one JSON object a line.
   *
   * @param file where they go; unset to write none
   * @param mask paths that never reach the log, for example {@code /input/action/arguments}
   */
  public record DecisionLog(@Nullable Path file, @DefaultValue List<String> mask) {}
}
