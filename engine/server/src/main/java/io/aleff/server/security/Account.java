package io.aleff.server.security;

import io.aleff.runtime.Actor;
import io.aleff.runtime.port.TenantId;
import java.util.Arrays;
import java.util.Set;

/**
 * Somebody who is known.
 *
 * @param roles roles and approver groups
 * @param language of the console, {@code en} or {@code pt-BR}
 */
public record Account(
    TenantId tenant, String username, String displayName, Set<String> roles, String language) {

  public Account {
    roles = Set.copyOf(roles);
  }

  public boolean is(Role... any) {
    return Arrays.stream(any).anyMatch(role -> roles.contains(role.text()));
  }

  public Actor actor(String channel) {
    return new Actor(tenant, username, roles, channel);
  }
}
