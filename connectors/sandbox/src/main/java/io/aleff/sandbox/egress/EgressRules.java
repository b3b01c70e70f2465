package io.aleff.sandbox.egress;

import io.aleff.connector.net.EgressRule;
import io.aleff.connector.net.HostNames;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one execution may reach. A host that is listed twice follows the first entry.
 *
 * @param hosts which hosts, with what each of them allows
 * @param privateAddresses whether names may resolve to addresses that are not of the public
 *     internet
 * @param bytes most bytes that go through, both directions together
 * @param names most different names that are asked for, so that names cannot carry data
 */
public record EgressRules(List<Host> hosts, boolean privateAddresses, long bytes, int names) {

  private static final long STANDARD_BYTES = 100L * 1024 * 1024;
  private static final int STANDARD_NAMES = 50;

  public EgressRules {
    hosts = List.copyOf(hosts);
  }

  /** With the standard limits. */
  public EgressRules(List<Host> hosts) {
    this(hosts, false, STANDARD_BYTES, STANDARD_NAMES);
  }

  /**
   * @param host a name, a name with {@code :port}, or {@code *.} and a domain
   * @param methods in capital letters; empty for all. With methods or headers the proxy must see
   *     the request, so a tunnel ({@code CONNECT}) is refused
   * @param headers set on each request in place of the program's own, so that the program never
   *     sees the secret in them
   * @param tls the program speaks plain HTTP to the proxy, and the proxy TLS to the host
   */
  public record Host(String host, Set<String> methods, Map<String, String> headers, boolean tls) {

    public Host {
      methods = Set.copyOf(methods);
      headers = Map.copyOf(headers);
    }

    public static Host open(String host) {
      return new Host(host, Set.of(), Map.of(), false);
    }

    boolean looksInside() {
      return tls || !methods.isEmpty() || !headers.isEmpty();
    }
  }

  /** Hosts as a manifest lists them, with the standard limits. */
  public static EgressRules of(List<String> hosts) {
    return new EgressRules(hosts.stream().map(Host::open).toList());
  }

  public EgressRules withPrivateAddresses() {
    return new EgressRules(hosts, true, bytes, names);
  }

  public EgressRules withBytes(long most) {
    return new EgressRules(hosts, privateAddresses, most, names);
  }

  /** What is wrong with a list of hosts, for people; empty when nothing is. */
  public static List<String> problems(List<String> hosts) {
    return hosts.stream().flatMap(host -> HostNames.problem(host).stream()).toList();
  }

  /** What the proxy does with a request. */
  sealed interface Verdict {

    record Allowed(Host host) implements Verdict {}

    /**
     * @param reason for people, and for the program that asked
     */
    record Refused(String reason) implements Verdict {}
  }

  /**
   * @param method {@code CONNECT} for a tunnel
   * @param scheme {@code http}, or {@code https} for a tunnel
   */
  Verdict verdict(String method, String scheme, String host, int port) {
    if (HostNames.isAddress(host)) {
      return new Verdict.Refused(host + " is an address; only names can be reached.");
    }
    Host entry = entry(scheme, host, port);
    if (entry == null) {
      return new Verdict.Refused(
          "%s:%d is not on the list of this execution (%s)."
              .formatted(host, port, String.join(", ", hosts.stream().map(Host::host).toList())));
    }
    boolean tunnel = method.equals("CONNECT");
    if (tunnel && entry.looksInside()) {
      return new Verdict.Refused(
          "%s has to be asked for as http://%s/…: the proxy looks at each request%s."
              .formatted(host, host, entry.tls() ? " and speaks TLS to the host" : ""));
    }
    if (!tunnel && !entry.methods().isEmpty() && !entry.methods().contains(method)) {
      return new Verdict.Refused(
          "%s is not among the methods for %s (%s)."
              .formatted(method, host, String.join(", ", entry.methods())));
    }
    return new Verdict.Allowed(entry);
  }

  private @Nullable Host entry(String scheme, String host, int port) {
    try {
      URI address = new URI(scheme, null, host, port, "/", null, null);
      for (Host each : hosts) {
        Optional<String> problem = new EgressRule(List.of(each.host())).problem(address);
        if (problem.isEmpty()) {
          return each;
        }
      }
      return null;
    } catch (URISyntaxException e) {
      return null;
    }
  }
}
