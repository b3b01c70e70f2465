package io.aleff.server.security;

import io.aleff.runtime.Actor;
import io.aleff.runtime.port.TenantId;

/**
 * The sender of the current request; a parameter of controller methods.
 *
 * @param channel {@code console} for a browser session, {@code api} for a token, {@code modeler}
 */
public record CurrentAccount(Account account, String channel) {

  public TenantId tenant() {
    return account.tenant();
  }

  public Actor actor() {
    return account.actor(channel);
  }
}
