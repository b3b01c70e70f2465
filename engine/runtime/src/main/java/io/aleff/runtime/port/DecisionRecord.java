package io.aleff.runtime.port;

import io.aleff.guardrail.Decision;
import java.time.Instant;

/** One recorded decision, with everything needed to decide it again under another policy. */
public record DecisionRecord(
    TenantId tenant,
    String id,
    String run,
    String step,
    int attempt,
    String actionDigest,
    String release,
    Instant at,
    Decision decision) {}
