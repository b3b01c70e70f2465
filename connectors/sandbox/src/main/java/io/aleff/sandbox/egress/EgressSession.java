package io.aleff.sandbox.egress;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** One execution's way out: its rules and what it has used of them. */
final class EgressSession {

  private static final int MOST_REQUESTS = 1_000;

  private final EgressRules rules;
  private final EgressLog log;
  private final NameResolver resolver;
  private final Clock clock;
  private final AtomicInteger requests = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final Set<String> names = ConcurrentHashMap.newKeySet();

  EgressSession(EgressRules rules, EgressLog log, NameResolver resolver, Clock clock) {
    this.rules = rules;
    this.log = log;
    this.resolver = resolver;
    this.clock = clock;
  }

  /** Decides about a request and remembers it; nothing passes that is not remembered. */
  EgressRules.Verdict decide(String method, String scheme, String host, int port, String path) {
    int number = requests.incrementAndGet();
    EgressRules.Verdict verdict =
        number > MOST_REQUESTS
            ? new EgressRules.Verdict.Refused("More than %d requests.".formatted(MOST_REQUESTS))
            : judge(method, scheme, host, port);
    if (number > MOST_REQUESTS + 1) {
      return verdict;
    }
    String refused = verdict instanceof EgressRules.Verdict.Refused(String reason) ? reason : "";
    log.add(new EgressLog.Entry(clock.instant(), method, host, port, path, refused));
    return verdict;
  }

  private EgressRules.Verdict judge(String method, String scheme, String host, int port) {
    if (bytes.get() > rules.bytes()) {
      return new EgressRules.Verdict.Refused(overLimit());
    }
    EgressRules.Verdict verdict = rules.verdict(method, scheme, host, port);
    if (verdict instanceof EgressRules.Verdict.Allowed) {
      names.add(host.toLowerCase(Locale.ROOT));
      if (names.size() > rules.names()) {
        return new EgressRules.Verdict.Refused(
            "More than %d different names were asked for.".formatted(rules.names()));
      }
      try {
        address(host, port);
      } catch (UnknownHostException e) {
        return new EgressRules.Verdict.Refused(String.valueOf(e.getMessage()));
      }
    }
    return verdict;
  }

  /**
   * The address to connect to. Every address of the name is looked at, and the one that is returned
   * is used as it is, so that a name that resolves anew in between gains nothing.
   *
   * @throws UnknownHostException when there is none, or one of them is not public
   */
  @SuppressWarnings("AddressSelection") // All of them were checked.
  InetSocketAddress address(String host, int port) throws UnknownHostException {
    List<InetAddress> found = resolver.resolve(host);
    for (InetAddress each : found) {
      if (!rules.privateAddresses() && !resolver.isPublic(each)) {
        throw new UnknownHostException(
            "%s resolves to %s, which is not a public address."
                .formatted(host, each.getHostAddress()));
      }
    }
    if (found.isEmpty()) {
      throw new UnknownHostException(host + " has no address.");
    }
    // The certificate of a host is compared with the name that the address carries.
    return new InetSocketAddress(
        InetAddress.getByAddress(host, found.getFirst().getAddress()), port);
  }

  /** False when so many more bytes are too many. */
  boolean spend(long more) {
    return bytes.addAndGet(more) <= rules.bytes();
  }

  String overLimit() {
    return "More than %d bytes went through.".formatted(rules.bytes());
  }
}
