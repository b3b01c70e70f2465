package io.aleff.rego.builtin;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A network.
 *
 * @param bits 32 or 128
 */
record Cidr(BigInteger first, BigInteger last, int bits) {

  /** An address with a prefix length, or null when it is none. */
  static @Nullable Cidr parse(String text) {
    int slash = text.indexOf('/');
    String length = slash < 0 ? "" : text.substring(slash + 1);
    Cidr address = slash < 0 ? null : address(text.substring(0, slash));
    if (address == null || !length.matches("0|[1-9][0-9]{0,2}")) {
      return null;
    }
    int prefix = Integer.parseInt(length);
    return prefix > address.bits ? null : network(address.first, address.bits, prefix);
  }

  private static Cidr network(BigInteger address, int bits, int prefix) {
    int host = bits - prefix;
    BigInteger first = address.shiftRight(host).shiftLeft(host);
    return new Cidr(
        first, first.add(BigInteger.ONE.shiftLeft(host)).subtract(BigInteger.ONE), bits);
  }

  /** The network of the class of an IPv4 address. */
  static Cidr classful(Cidr address) {
    int top = address.first.shiftRight(24).intValue();
    return network(address.first, 32, top < 128 ? 8 : top < 192 ? 16 : 24);
  }

  /** A single address, or null when it is none. */
  static @Nullable Cidr address(String text) {
    BigInteger value = text.indexOf(':') >= 0 ? v6(text) : v4(text);
    return value == null ? null : new Cidr(value, value, text.indexOf(':') >= 0 ? 128 : 32);
  }

  private static @Nullable BigInteger v4(String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length != 4) {
      return null;
    }
    long out = 0;
    for (String part : parts) {
      if (!part.matches("0|[1-9][0-9]{0,2}") || Integer.parseInt(part) > 255) {
        return null;
      }
      out = out << 8 | Integer.parseInt(part);
    }
    return BigInteger.valueOf(out);
  }

  private static @Nullable BigInteger v6(String text) {
    int gap = text.indexOf("::");
    if (gap >= 0 && text.indexOf("::", gap + 1) >= 0) {
      return null;
    }
    List<Integer> head = groups(gap < 0 ? text : text.substring(0, gap));
    List<Integer> tail = groups(gap < 0 ? "" : text.substring(gap + 2));
    if (head == null || tail == null) {
      return null;
    }
    int missing = 8 - head.size() - tail.size();
    if (gap < 0 ? missing != 0 : missing < 1) {
      return null;
    }
    List<Integer> all = new ArrayList<>(head);
    for (int i = 0; i < missing; i++) {
      all.add(0);
    }
    all.addAll(tail);
    BigInteger out = BigInteger.ZERO;
    for (int group : all) {
      out = out.shiftLeft(16).or(BigInteger.valueOf(group));
    }
    return out;
  }

  private static @Nullable List<Integer> groups(String text) {
    List<Integer> out = new ArrayList<>();
    if (text.isEmpty()) {
      return out;
    }
    String[] parts = text.split(":", -1);
    for (int i = 0; i < parts.length; i++) {
      BigInteger embedded = i == parts.length - 1 ? v4(parts[i]) : null;
      if (embedded != null) {
        out.add(embedded.shiftRight(16).intValue());
        out.add(embedded.intValue() & 0xffff);
      } else if (parts[i].matches("[0-9a-fA-F]{1,4}")) {
        out.add(Integer.parseInt(parts[i], 16));
      } else {
        return null;
      }
    }
    return out;
  }

  boolean contains(Cidr other) {
    return bits == other.bits
        && first.compareTo(other.first) <= 0
        && last.compareTo(other.last) >= 0;
  }

  /** The canonical text of an address (RFC 5952 for IPv6). */
  static String print(BigInteger address, int bits) {
    if (bits == 32) {
      long v = address.longValue();
      return (v >> 24 & 255) + "." + (v >> 16 & 255) + "." + (v >> 8 & 255) + "." + (v & 255);
    }
    int[] groups = new int[8];
    for (int i = 0; i < 8; i++) {
      groups[i] = address.shiftRight(112 - 16 * i).intValue() & 0xffff;
    }
    int from = -1;
    int length = 1;
    for (int i = 0; i < 8; i++) {
      int run = 0;
      while (i + run < 8 && groups[i + run] == 0) {
        run++;
      }
      if (run > length) {
        from = i;
        length = run;
      }
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < 8; i++) {
      if (i == from) {
        out.append("::");
        i += length - 1;
      } else {
        boolean colon = !out.isEmpty() && out.charAt(out.length() - 1) != ':';
        out.append(colon ? ":" : "").append(Integer.toHexString(groups[i]));
      }
    }
    return out.toString();
  }
}
