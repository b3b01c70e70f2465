package io.aleff.runtime.port;

import tools.jackson.databind.node.ObjectNode;

/** Live events for the people who watch. */
@FunctionalInterface
public interface Events {

  /**
   * Called within the transaction that makes the event true; delivered after its commit, in order.
   *
   * @param type {@code run}, {@code step}, {@code plan}, {@code output}, {@code approval} or {@code
   *     release}
   */
  void publish(TenantId tenant, String type, ObjectNode data);
}
