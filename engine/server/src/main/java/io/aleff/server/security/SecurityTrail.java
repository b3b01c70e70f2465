package io.aleff.server.security;

import io.aleff.definition.Json;
import io.aleff.runtime.audit.AuditChain;
import io.aleff.runtime.port.AuditLog;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.web.Problem;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.springframework.security.core.context.SecurityContextHolder;
import tools.jackson.databind.node.ObjectNode;

/** Logins, tokens, accounts and what people were refused, in the audit trail. */
public final class SecurityTrail {

  private static final int LONGEST_PATH = 300;

  private final AuditLog audit;
  private final Clock clock;

  SecurityTrail(AuditLog audit, Clock clock) {
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * A known sender asked for what is not theirs: it does not exist in their tenant, or their roles
   * do not allow it. It goes into the trail of their own tenant.
   */
  public void refused(HttpServletRequest request, Problem problem) {
    if (SecurityContextHolder.getContext().getAuthentication() instanceof AleffAuthentication by) {
      Account sender = by.getPrincipal();
      record(
          sender.tenant(),
          sender.username(),
          "request.refused",
          "A request was refused: " + problem.code(),
          Map.of(
              "code", problem.code(),
              "method", request.getMethod(),
              "path", shortened(request.getRequestURI())));
    }
  }

  private static String shortened(String path) {
    return path.substring(0, Math.min(path.length(), LONGEST_PATH));
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
