package io.aleff.runtime;

import io.aleff.runtime.port.TenantId;
import java.util.Set;

/**
 * Who asks for something.
 *
 * @param roles roles and approver groups
 * @param channel {@code console}, {@code api}, {@code cli}, …
 */
public record Actor(TenantId tenant, String user, Set<String> roles, String channel) {

  /** The engine itself. */
  public static Actor engine(TenantId tenant) {
    return new Actor(tenant, "aleff", Set.of(), "engine");
  }
}
