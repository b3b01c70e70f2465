package io.aleff.connector.net;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Which addresses a manifest lets its connector reach.
 *
 * @param hosts a name, a name with {@code :port}, or {@code *.} and a domain; without a port the
 *     standard ones
 */
public record EgressRule(List<String> hosts) {

  /** Why an address may not be reached; empty when it may. */
  public Optional<String> problem(URI address) {
    String scheme = String.valueOf(address.getScheme()).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return Optional.of("%s is not http or https.".formatted(address));
    }
    String host = address.getHost();
    if (host == null || host.isEmpty()) {
      return Optional.of("%s names no host.".formatted(address));
    }
    if (address.getUserInfo() != null) {
      return Optional.of("An address with a user name or password is not fetched.");
    }
    return lists(host.toLowerCase(Locale.ROOT), port(address), address.getPort() < 0)
        ? Optional.empty()
        : Optional.of(
            "The host %s is not on the connector's egress list %s."
                .formatted(address.getAuthority(), hosts));
  }

  /** The port of an address; the standard one of its scheme when it names none. */
  public static int port(URI address) {
    if (address.getPort() >= 0) {
      return address.getPort();
    }
    return "https".equalsIgnoreCase(address.getScheme()) ? 443 : 80;
  }

  private boolean lists(String host, int port, boolean standardPort) {
    return hosts.stream()
        .map(each -> each.toLowerCase(Locale.ROOT))
        .anyMatch(
            each ->
                each.equals(host + ":" + port)
                    || ((standardPort || port == 80 || port == 443) && nameMatches(each, host)));
  }

  private static boolean nameMatches(String listed, String host) {
    return listed.startsWith("*.")
        ? host.endsWith(listed.substring(1)) && host.length() > listed.length() - 1
        : listed.equals(host);
  }
}
