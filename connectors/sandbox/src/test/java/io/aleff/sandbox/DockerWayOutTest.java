package io.aleff.sandbox;

import io.aleff.sandbox.egress.EgressProxy;

/** The same from within containers without a network: the socket is mounted into them. */
class DockerWayOutTest extends WayOutTest {

  @Override
  Sandboxes sandboxes(EgressProxy proxy) {
    return DockerEngines.open(Protections.ALL, proxy);
  }
}
