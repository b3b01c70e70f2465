package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.string;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** IP networks; names are never looked up. */
final class Networks {

  private Networks() {}

  static void register(Builtins r) {
    r.add("net.cidr_contains", 2, (s, a) -> BoolValue.of(contains(a)));
    r.add("net.cidr_contains_matches", 2, Networks::matches);
    r.add("net.cidr_intersects", 2, (s, a) -> BoolValue.of(intersects(a)));
    r.add("net.cidr_overlap", 2, (s, a) -> BoolValue.of(contains(a)));
    r.add("net.cidr_is_valid", 1, (s, a) -> isValid(a[0]));
    r.add("net.cidr_expand", 1, (s, a) -> expand(s, string(a, 0)));
    r.add("net.cidr_merge", 1, (s, a) -> merge(s, a));
  }

  static Cidr cidr(String text) {
    Cidr found = Cidr.parse(text);
    if (found == null) {
      throw BuiltinError.value("invalid CIDR address: " + text);
    }
    return found;
  }

  /**
   * The network is looked at before the type of the other operand, which OPA counts as the first.
   */
  private static boolean contains(Value[] a) {
    cidr(string(a, 0));
    return contains(string(a, 0), string(new Value[] {a[1]}, 0));
  }

  private static boolean contains(String network, String part) {
    Cidr outer = cidr(network);
    Cidr inner = part.contains("/") ? cidr(part) : Cidr.address(part);
    if (inner == null) {
      throw BuiltinError.value(
          "not a valid textual representation of an IP address or CIDR: " + part);
    }
    return outer.contains(inner);
  }

  private static boolean intersects(Value[] a) {
    Cidr x = cidr(string(a, 0));
    Cidr y = cidr(string(a, 1));
    return x.contains(y) || y.contains(x);
  }

  private static Value isValid(Value value) {
    return BoolValue.of(value instanceof StringValue s && Cidr.parse(s.value()) != null);
  }

  private record Entry(Value key, String text) {}

  private static Value matches(Builtin.Scope s, Value[] a) {
    Set<Value> out = new HashSet<>();
    List<Entry> networks = entries(a, 0);
    if (a[0] instanceof StringValue network) {
      cidr(network.value());
    }
    List<Entry> parts = networks.isEmpty() ? List.of() : entries(a, 1);
    for (Entry network : networks) {
      for (Entry part : parts) {
        s.step();
        if (contains(network.text, part.text)) {
          out.add(ArrayValue.of(network.key, part.key));
        }
      }
    }
    return SetValue.owning(out);
  }

  private static List<Entry> entries(Value[] a, int i) {
    List<Entry> out = new ArrayList<>();
    switch (a[i]) {
      case StringValue s -> out.add(new Entry(s, s.value()));
      case ArrayValue x -> {
        for (int k = 0; k < x.size(); k++) {
          out.add(new Entry(NumberValue.of(k), text(x.get(k), i)));
        }
      }
      case SetValue x -> x.sorted().forEach(e -> out.add(new Entry(e, text(e, i))));
      case ObjectValue x ->
          x.entries().forEach((key, value) -> out.add(new Entry(key, text(value, i))));
      default -> {
        // Nothing is in any network.
      }
    }
    return out;
  }

  private static String text(Value element, int i) {
    Value first = element instanceof ArrayValue tuple && tuple.size() > 0 ? tuple.get(0) : element;
    if (first instanceof StringValue s) {
      return s.value();
    }
    throw BuiltinError.value("operand " + (i + 1) + ": element must be string or non-empty array");
  }

  private static Value expand(Builtin.Scope s, String text) {
    Cidr network = cidr(text);
    BigInteger size = network.last().subtract(network.first()).add(BigInteger.ONE);
    s.allocate(size.bitLength() < 63 ? size.longValue() : Long.MAX_VALUE / 2);
    Set<Value> out = new HashSet<>();
    BigInteger at = network.first();
    for (int i = 0; i < size.intValue(); i++) {
      s.step();
      out.add(StringValue.of(Cidr.print(at, network.bits())));
      at = at.add(BigInteger.ONE);
    }
    return SetValue.owning(out);
  }

  private static Value merge(Builtin.Scope s, Value[] a) {
    List<Cidr> networks = new ArrayList<>();
    if (!(a[0] instanceof ArrayValue) && !(a[0] instanceof SetValue)) {
      throw BuiltinError.value("operand must be an array");
    }
    for (Value element : Operands.elements(a, 0)) {
      if (!(element instanceof StringValue text)) {
        throw BuiltinError.value("element must be string");
      }
      networks.add(network(text.value()));
    }
    Set<Value> out = new HashSet<>();
    for (int bits : new int[] {32, 128}) {
      TreeMap<BigInteger, BigInteger> ranges = new TreeMap<>();
      networks.stream()
          .filter(n -> n.bits() == bits)
          .forEach(n -> ranges.merge(n.first(), n.last(), BigInteger::max));
      BigInteger start = null;
      BigInteger end = BigInteger.ZERO;
      for (var range : ranges.entrySet()) {
        s.step();
        if (start != null && range.getKey().compareTo(end.add(BigInteger.ONE)) > 0) {
          blocks(start, end, bits, out);
          start = null;
        }
        end = start == null ? range.getValue() : end.max(range.getValue());
        start = start == null ? range.getKey() : start;
      }
      blocks(start, end, bits, out);
    }
    return SetValue.owning(out);
  }

  private static Cidr network(String text) {
    if (text.contains("/")) {
      return cidr(text);
    }
    Cidr address = Cidr.address(text);
    if (address == null) {
      throw BuiltinError.value("invalid CIDR address: " + text);
    }
    if (address.bits() == 128) {
      throw BuiltinError.value("IPv6 invalid: needs prefix length");
    }
    return Cidr.classful(address);
  }

  /** The fewest networks that cover a range. */
  private static void blocks(@Nullable BigInteger from, BigInteger to, int bits, Set<Value> out) {
    BigInteger at = from;
    while (at != null && at.compareTo(to) <= 0) {
      int zeros = at.signum() == 0 ? bits : Math.min(at.getLowestSetBit(), bits);
      while (at.add(BigInteger.ONE.shiftLeft(zeros)).subtract(BigInteger.ONE).compareTo(to) > 0) {
        zeros--;
      }
      out.add(StringValue.of(Cidr.print(at, bits) + "/" + (bits - zeros)));
      at = at.add(BigInteger.ONE.shiftLeft(zeros));
    }
  }
}
