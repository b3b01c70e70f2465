package io.aleff.connector.net;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;

/**
 * Tells addresses of the public internet from those of the machine and its networks, by the special
 * purpose registries of IANA (RFC 6890 and its updates).
 */
public final class PublicAddresses {

  private static final List<Block> SPECIAL =
      List.of(
          block("0.0.0.0", 8),
          block("10.0.0.0", 8),
          block("100.64.0.0", 10),
          block("127.0.0.0", 8),
          block("169.254.0.0", 16),
          block("172.16.0.0", 12),
          block("192.0.0.0", 24),
          block("192.0.2.0", 24),
          block("192.88.99.0", 24),
          block("192.168.0.0", 16),
          block("198.18.0.0", 15),
          block("198.51.100.0", 24),
          block("203.0.113.0", 24),
          block("224.0.0.0", 4),
          block("240.0.0.0", 4),
          block("64:ff9b::", 96),
          block("64:ff9b:1::", 48),
          block("100::", 64),
          block("2001::", 23),
          block("2001:db8::", 32),
          block("2002::", 16));

  /** Everything else of IPv6 is not global unicast yet. */
  private static final Block GLOBAL = block("2000::", 3);

  private PublicAddresses() {}

  public static boolean isPublic(InetAddress address) {
    byte[] bytes = address.getAddress();
    if (bytes.length == 16 && !GLOBAL.holds(bytes)) {
      return false;
    }
    return SPECIAL.stream().noneMatch(each -> each.holds(bytes));
  }

  private static Block block(String address, int bits) {
    try {
      return new Block(InetAddress.getByName(address), bits);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("An address literal needs no name service.", e);
    }
  }

  private record Block(InetAddress start, int bits) {

    boolean holds(byte[] address) {
      byte[] first = start.getAddress();
      if (first.length != address.length) {
        return false;
      }
      int whole = bits / 8;
      if (!Arrays.equals(first, 0, whole, address, 0, whole)) {
        return false;
      }
      int rest = bits % 8;
      return rest == 0 || ((first[whole] ^ address[whole]) & 0xff & (0xff << (8 - rest))) == 0;
    }
  }
}
