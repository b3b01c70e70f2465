package io.aleff.connector;

import io.aleff.definition.Reversibility;
import io.micronaut.core.annotation.Introspected;
import jakarta.validation.Valid;
import jakarta.validation.constraints.DecimalMax;
import jakarta.validation.constraints.DecimalMin;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A connector as {@code definitions/connectors/*.yaml} describes it.
 *
 * @param name for example {@code code}
 * @param kind which {@link Connector} runs it
 * @param egress host names this connector may reach; empty for none
 * @param secrets names of secrets it needs
 * @param settings free settings of the kind (sandbox profile, base address)
 */
@Introspected
public record ConnectorManifest(
    @NotBlank String name,
    @NotBlank String kind,
    @Size(max = 2000) String description,
    @NotEmpty Map<String, Operation> operations,
    @Size(max = 200) List<String> egress,
    @Size(max = 50) List<String> secrets,
    @Valid Retry retry,
    @Valid CircuitBreaker circuitBreaker,
    ObjectNode settings) {

  /** All hosts that it may reach: those of {@code egress} and of {@code settings.egress}. */
  public List<String> reaches() {
    Set<String> all = new LinkedHashSet<>(egress);
    settings.path("egress").forEach(entry -> all.add(entry.path("host").asString("")));
    all.remove("");
    return List.copyOf(all);
  }

  /**
   * @param input JSON Schema of the arguments
   * @param output JSON Schema of the result
   * @param reversibility the floor that nothing may lower
   * @param effects classes of effect for policies: {@code workspace}, {@code network}, {@code
   *     message}, …
   * @param undo operation of the same connector that undoes this one, or null
   */
  public record Operation(
      String name,
      String description,
      ObjectNode input,
      ObjectNode output,
      Reversibility reversibility,
      List<String> effects,
      Duration timeout,
      @Nullable String undo) {}

  /**
   * @param maxAttempts attempts in all, at least 1
   * @param initialDelay before the second attempt
   * @param multiplier of the delay from attempt to attempt
   * @param maxDelay no delay is longer
   * @param jitter share of the delay that is random, 0 to 1
   */
  @Introspected
  public record Retry(
      @Min(1) @Max(20) int maxAttempts,
      Duration initialDelay,
      @DecimalMin("1") @DecimalMax("10") double multiplier,
      Duration maxDelay,
      @DecimalMin("0") @DecimalMax("1") double jitter) {

    /** Three attempts, 0.5 s apart and doubling, up to 10 s, 30 % random. */
    public static final Retry DEFAULT =
        new Retry(3, Duration.ofMillis(500), 2, Duration.ofSeconds(10), 0.3);
  }

  /**
   * @param failureRateThreshold percent of failed calls that opens the circuit
   * @param slidingWindowSize calls looked at
   * @param waitDurationInOpenState before a trial call
   */
  @Introspected
  public record CircuitBreaker(
      @Min(1) @Max(100) int failureRateThreshold,
      @Min(1) @Max(1000) int slidingWindowSize,
      Duration waitDurationInOpenState) {

    /** Opens when half of the last 20 calls failed; tries again after 30 s. */
    public static final CircuitBreaker DEFAULT = new CircuitBreaker(50, 20, Duration.ofSeconds(30));
  }
}
