package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Private keys from PEM: PKCS#1 (RFC 8017), PKCS#8 (RFC 5958), SEC 1 (RFC 5915). */
final class PrivateKeys {

  private static final List<Long> RSA = List.of(1L, 2L, 840L, 113549L, 1L, 1L, 1L);
  private static final List<Long> EC = List.of(1L, 2L, 840L, 10045L, 2L, 1L);

  private PrivateKeys() {}

  /** As Go's fields; null for an empty text. */
  static Value all(String text) {
    return text.isEmpty() ? NullValue.NULL : ArrayValue.of(read(plain(text)));
  }

  private static String plain(String text) {
    try {
      return new String(Encodings.decode(text, false), StandardCharsets.ISO_8859_1);
    } catch (BuiltinError e) {
      return text;
    }
  }

  static List<Value> read(String pem) {
    List<Value> out = new ArrayList<>();
    for (Pem block : Pem.read(pem)) {
      Value key = key(block);
      if (key != null) {
        out.add(key);
      }
    }
    return out;
  }

  private static @Nullable Value key(Pem block) {
    try {
      List<Der> fields = Der.read(block.der()).getFirst().children();
      return switch (block.type()) {
        case "RSA PRIVATE KEY" -> rsa(fields);
        case "EC PRIVATE KEY" -> elliptic(fields.get(1));
        case "PRIVATE KEY" -> {
          List<Long> algorithm = fields.get(1).children().getFirst().oid();
          List<Der> inner = Der.read(fields.get(2).content());
          yield algorithm.equals(RSA)
              ? rsa(inner.getFirst().children())
              : algorithm.equals(EC)
                  ? elliptic(inner.getFirst().children().get(1))
                  : StringValue.of(Encodings.base64(inner.getFirst().content()));
        }
        default -> null;
      };
    } catch (IndexOutOfBoundsException | BuiltinError e) {
      throw BuiltinError.value("x509: failed to parse private key");
    }
  }

  private static Value rsa(List<Der> fields) {
    Map<Value, Value> precomputed = new HashMap<>();
    put(precomputed, "Dp", integer(fields, 6));
    put(precomputed, "Dq", integer(fields, 7));
    put(precomputed, "Qinv", integer(fields, 8));
    put(precomputed, "CRTValues", ArrayValue.EMPTY);
    Map<Value, Value> out = new HashMap<>();
    put(out, "N", integer(fields, 1));
    put(out, "E", integer(fields, 2));
    put(out, "D", integer(fields, 3));
    put(out, "Primes", ArrayValue.of(integer(fields, 4), integer(fields, 5)));
    put(out, "Precomputed", ObjectValue.of(precomputed));
    return ObjectValue.of(out);
  }

  private static Value elliptic(Der scalar) {
    Map<Value, Value> out = new HashMap<>();
    put(out, "Curve", ObjectValue.EMPTY);
    put(out, "D", NumberValue.of(new BigInteger(1, scalar.content())));
    return ObjectValue.of(out);
  }

  private static NumberValue integer(List<Der> fields, int i) {
    return NumberValue.of(fields.get(i).integer());
  }

  private static void put(Map<Value, Value> out, String name, Value value) {
    out.put(StringValue.of(name), value);
  }

  /** The first key as a JSON Web Key; only RSA. */
  static Value jwk(String text) {
    if (text.isEmpty()) {
      throw BuiltinError.value("input PEM data was empty");
    }
    String pem = Pem.looksLike(text) ? text : plain(strict(text));
    List<Value> keys = read(pem);
    if (keys.isEmpty()) {
      return NullValue.NULL;
    }
    if (!(keys.getFirst() instanceof ObjectValue key
        && key.get("Precomputed") instanceof ObjectValue precomputed
        && key.get("Primes") instanceof ArrayValue primes)) {
      throw BuiltinError.value("key type is not RSA");
    }
    Map<Value, Value> out = new HashMap<>();
    put(out, "kty", StringValue.of("RSA"));
    encode(out, "n", key.get("N"));
    encode(out, "e", key.get("E"));
    encode(out, "d", key.get("D"));
    encode(out, "p", primes.get(0));
    encode(out, "q", primes.get(1));
    encode(out, "dp", precomputed.get("Dp"));
    encode(out, "dq", precomputed.get("Dq"));
    encode(out, "qi", precomputed.get("Qinv"));
    return ObjectValue.of(out);
  }

  private static String strict(String text) {
    return new String(Encodings.decode(text, false), StandardCharsets.ISO_8859_1);
  }

  private static void encode(Map<Value, Value> out, String name, @Nullable Value value) {
    BigInteger whole = value instanceof NumberValue n ? n.integer() : null;
    if (whole != null) {
      byte[] bytes = whole.toByteArray();
      int skip = bytes.length > 1 && bytes[0] == 0 ? 1 : 0;
      byte[] unsigned = java.util.Arrays.copyOfRange(bytes, skip, bytes.length);
      put(out, name, StringValue.of(Encodings.urlText(unsigned)));
    }
  }
}
