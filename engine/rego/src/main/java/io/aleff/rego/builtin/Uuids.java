package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.string;

import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** UUIDs. */
final class Uuids {

  private static final long GREGORIAN_TO_UNIX = 122_192_928_000_000_000L;

  private Uuids() {}

  static void register(Builtins r) {
    r.add("uuid.parse", 1, (s, a) -> parse(string(a, 0)));
    r.add(
        "uuid.rfc4122",
        1,
        (s, a) ->
            s.remember("uuid:" + string(a, 0), () -> StringValue.of(UUID.randomUUID().toString())));
  }

  private static @Nullable Value parse(String text) {
    byte[] bytes = bytes(text);
    if (bytes == null) {
      return null;
    }
    Map<Value, Value> out = new HashMap<>();
    int version = (bytes[6] & 0xf0) >> 4;
    put(out, "version", NumberValue.of(version));
    put(out, "variant", StringValue.of(variant(bytes[8])));
    if (version == 1 || version == 2) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      long low = buffer.getInt(0) & 0xffffffffL;
      long time = low | (buffer.getShort(4) & 0xffffL) << 32 | (buffer.getShort(6) & 0xfffL) << 48;
      put(out, "time", NumberValue.of((time - GREGORIAN_TO_UNIX) * 100));
      put(out, "clocksequence", NumberValue.of(buffer.getShort(8) & 0x3fff));
      byte[] node = java.util.Arrays.copyOfRange(bytes, 10, 16);
      put(out, "nodeid", StringValue.of(HexFormat.ofDelimiter("-").formatHex(node)));
      String scope = (node[0] & 2) != 0 ? "local" : "global";
      String cast = (node[0] & 1) != 0 ? "multicast" : "unicast";
      put(out, "macvariables", StringValue.of(scope + ":" + cast));
    }
    if (version == 2) {
      put(out, "id", NumberValue.of(ByteBuffer.wrap(bytes).getInt(0) & 0xffffffffL));
      put(out, "domain", StringValue.of(domain(bytes[9])));
    }
    return ObjectValue.of(out);
  }

  private static void put(Map<Value, Value> out, String name, Value value) {
    out.put(StringValue.of(name), value);
  }

  private static String variant(byte b) {
    if ((b & 0xc0) == 0x80) {
      return "RFC4122";
    }
    return (b & 0xe0) == 0xc0 ? "Microsoft" : (b & 0xe0) == 0xe0 ? "Future" : "Reserved";
  }

  private static String domain(byte b) {
    return switch (b) {
      case 0 -> "Person";
      case 1 -> "Group";
      case 2 -> "Org";
      default -> "Domain" + (b & 0xff);
    };
  }

  /** The plain form, the URN, 38 characters with any brackets, or 32 digits. */
  private static byte @Nullable [] bytes(String text) {
    String body =
        switch (text.length()) {
          case 45 -> text.toLowerCase(Locale.ROOT).startsWith("urn:uuid:") ? text.substring(9) : "";
          case 38 -> text.substring(1, 37);
          case 36, 32 -> text;
          default -> "";
        };
    if (body.length() == 36) {
      boolean dashes =
          body.charAt(8) == '-'
              && body.charAt(13) == '-'
              && body.charAt(18) == '-'
              && body.charAt(23) == '-';
      body = dashes ? body.replace("-", "") : "";
    }
    return body.matches("[0-9a-fA-F]{32}") ? HexFormat.of().parseHex(body) : null;
  }
}
