package io.aleff.sandbox.egress;

import io.aleff.connector.net.PublicAddresses;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** How the proxy finds addresses; replaced in tests. */
interface NameResolver {

  NameResolver SYSTEM = host -> List.of(InetAddress.getAllByName(host));

  List<InetAddress> resolve(String host) throws UnknownHostException;

  default boolean isPublic(InetAddress address) {
    return PublicAddresses.isPublic(address);
  }
}
