package io.aleff.connector.net;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** Tells names of hosts from addresses, in every spelling that some resolver understands. */
public final class HostNames {

  /** Decimal, octal and hexadecimal, whole or in parts: their last part is a number. */
  private static final Pattern ADDRESS = Pattern.compile("(?i)(.*\\.)?(0x[0-9a-f]*|[0-9]+)\\.?");

  private static final Pattern NAME = Pattern.compile("(?i)[a-z0-9_-]+(\\.[a-z0-9_-]+)*");

  private HostNames() {}

  /** Whether it is an address, or something that a resolver may take for one. */
  public static boolean isAddress(String host) {
    String bare = host.toLowerCase(Locale.ROOT);
    return bare.contains(":") || bare.startsWith("[") || ADDRESS.matcher(bare).matches();
  }

  /**
   * What is wrong with an entry of an egress list, for people.
   *
   * @param listed a name, a name with {@code :port}, or {@code *.} and a domain
   */
  public static Optional<String> problem(String listed) {
    String name = listed.replaceFirst(":[0-9]{1,5}$", "").replaceFirst("^\\*\\.", "");
    if (!name.contains("/") && isAddress(name)) {
      return Optional.of(listed + " is an address, expected a name.");
    }
    return NAME.matcher(name).matches()
        ? Optional.empty()
        : Optional.of(listed + " is not a name, name:port or *.domain. Maybe leave out https:// ?");
  }
}
