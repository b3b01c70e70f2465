package io.aleff.guardrail.facts;

import java.time.Instant;
import java.util.List;

/**
 * Where the action would run; exactly one per decision.
 *
 * @param sandbox kind of the connector that would run it
 * @param available whether that connector can run it
 * @param egress hosts that the release allows
 * @param hour of {@code now} in UTC, 0 to 23
 * @param weekday of {@code now} in UTC, 1 (Monday) to 7
 */
public record Environment(
    String sandbox, boolean available, List<String> egress, Instant now, int hour, int weekday) {}
