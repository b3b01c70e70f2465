package io.aleff.runtime.run;

import io.aleff.connector.ConnectorManifest;
import io.aleff.definition.Tenant;
import io.aleff.guardrail.Decision;
import io.aleff.runtime.action.ResolvedAction;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.release.LiveRelease;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the tenant's definition has not switched on is denied, whatever the policies say: connectors
 * and the secrets that they may use.
 */
final class TenantLimits {

  private static final String SOURCE = "tenant";

  private TenantLimits() {}

  /** The decision, or a denial with the tenant's reasons added. */
  static Decision applied(
      Decision decision, TenantId tenant, LiveRelease release, ResolvedAction action) {
    List<Decision.Reason> off =
        off(tenant, release.compiled().tenants().get(tenant.value()), action).stream()
            .map(why -> new Decision.Reason(SOURCE, why))
            .toList();
    if (off.isEmpty()) {
      return decision;
    }
    List<Decision.Reason> reasons = new ArrayList<>(off);
    if (decision.verdict() == Decision.Verdict.DENY) {
      reasons.addAll(decision.reasons());
    }
    return new Decision(
        Decision.Verdict.DENY,
        reasons,
        List.of(),
        List.of(),
        decision.signals(),
        decision.input(),
        decision.policyDigest(),
        decision.took());
  }

  private static List<String> off(TenantId id, @Nullable Tenant tenant, ResolvedAction action) {
    if (tenant == null) {
      return List.of("the release does not describe the tenant \"" + id + "\"");
    }
    ConnectorManifest manifest = action.manifest();
    if (manifest == null) {
      return List.of();
    }
    if (!tenant.connectors().contains(manifest.name())) {
      return List.of(
          "the tenant \"%s\" has not switched on the connector \"%s\""
              .formatted(id, manifest.name()));
    }
    return manifest.secrets().stream()
        .filter(secret -> !tenant.secrets().contains(secret))
        .map(
            secret ->
                "the tenant \"%s\" does not let connectors use the secret \"%s\""
                    .formatted(id, secret))
        .toList();
  }
}
