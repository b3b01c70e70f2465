package io.aleff.guardrail.facts;

import java.math.BigDecimal;
import java.time.Instant;

/**
 * A recent action of the same tenant.
 *
 * @param ageSeconds seconds between it and {@code environment.now}; never negative
 * @param amount 0 when the action had none
 * @param verdict {@code allow}, {@code approve} or {@code deny}
 * @param outcome {@code done}, {@code denied}, {@code rejected}, {@code failed}, … or empty
 */
public record HistoryEntry(
    Instant at,
    long ageSeconds,
    String run,
    String requester,
    String connector,
    String operation,
    String name,
    BigDecimal amount,
    String verdict,
    String outcome) {}
