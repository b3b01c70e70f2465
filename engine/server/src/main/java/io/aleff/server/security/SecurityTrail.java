package io.aleff.server.security;

import io.aleff.definition.Json;
import io.aleff.runtime.audit.AuditChain;
import io.aleff.runtime.port.AuditLog;
import io.aleff.runtime.port.TenantId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import tools.jackson.databind.node.ObjectNode;

/** Logins, tokens and accounts in the audit trail. */
public final class SecurityTrail {

  private final AuditLog audit;
  private final Clock clock;

  SecurityTrail(AuditLog audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  void record(
      TenantId tenant, String actor, String type, String summary, Map<String, String> data) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    data.forEach(json::put);
    audit.append(
        tenant,
        new AuditChain.Entry(
            clock.instant().truncatedTo(ChronoUnit.MILLIS),
            type,
            actor,
            null,
            null,
            null,
            summary,
            json));
  }
}
