package io.aleff.sandbox.egress;

import java.time.Instant;

/** Takes what a program asked of the network. Called from several threads. */
@FunctionalInterface
public interface EgressLog {

  void add(Entry entry);

  /**
   * One request or tunnel.
   *
   * @param method {@code CONNECT} for a tunnel
   * @param path without the query; empty for a tunnel
   * @param refused why it was refused; empty when it was let through
   */
  record Entry(Instant at, String method, String host, int port, String path, String refused) {}
}
