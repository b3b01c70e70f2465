package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.string;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** JSON Web Tokens: decoding and verifying. */
final class Jwt {

  private static final Value REFUSED =
      ArrayValue.of(BoolValue.FALSE, ObjectValue.EMPTY, ObjectValue.EMPTY);
  private static final Set<String> CONSTRAINTS =
      Set.of("cert", "secret", "alg", "iss", "aud", "time");

  private Jwt() {}

  static void register(Builtins r) {
    r.add("io.jwt.decode", 1, (s, a) -> decode(s, string(a, 0)));
    r.add("io.jwt.decode_verify", 2, (s, a) -> decodeVerify(s, string(a, 0), a));
    for (String name : JwtKeys.ALGORITHMS.keySet()) {
      r.add(
          "io.jwt.verify_" + name.toLowerCase(java.util.Locale.ROOT),
          2,
          (s, a) -> verify(s, name, string(a, 0), a));
    }
  }

  /** The parts of a token, still encoded, and decoded. */
  @SuppressWarnings("ArrayRecordComponent")
  private record Token(String signed, ObjectValue header, Value payload, byte[] signature) {}

  private static Token split(Builtin.Scope s, String text) {
    String[] parts = text.split("\\.", -1);
    if (parts.length == 1) {
      throw BuiltinError.value("encoded JWT had no period separators");
    }
    if (parts.length != 3) {
      throw BuiltinError.value("encoded JWT must have 3 sections, found " + parts.length);
    }
    Value header = json(s, part(parts[0], "header"));
    if (!(header instanceof ObjectValue h)) {
      throw BuiltinError.value("JWT header is not an object");
    }
    if (h.get("enc") != null) {
      throw BuiltinError.value("JWT is a JWE object, which is not supported");
    }
    String payload = new String(part(parts[1], "payload"), StandardCharsets.UTF_8);
    byte[] signature = part(parts[2], "signature");
    return new Token(parts[0] + "." + parts[1], h, StringValue.of(payload), signature);
  }

  private static byte[] part(String text, String name) {
    try {
      return Encodings.decode(text, true);
    } catch (BuiltinError e) {
      throw e.text().startsWith("illegal base64url string")
          ? e
          : BuiltinError.value("JWT " + name + " had invalid encoding: " + e.text());
    }
  }

  private static Value json(Builtin.Scope s, byte[] bytes) {
    return Encodings.unmarshal(s, new String(bytes, StandardCharsets.UTF_8));
  }

  private static boolean isNested(Token token) {
    return token.header.get("cty") instanceof StringValue cty
        && cty.value().equalsIgnoreCase("JWT");
  }

  private static String inner(Builtin.Scope s, Token token) {
    String text = token.payload instanceof StringValue p ? p.value() : "";
    return text.startsWith("\"") && Encodings.unmarshal(s, text) instanceof StringValue nested
        ? nested.value()
        : text;
  }

  private static Value claims(Builtin.Scope s, Token token) {
    return token.payload instanceof StringValue p
        ? Encodings.unmarshal(s, p.value())
        : token.payload;
  }

  private static Value decode(Builtin.Scope s, String text) {
    Token token = split(s, text);
    for (int depth = 0; isNested(token) && depth < 10; depth++) {
      token = split(s, inner(s, token));
    }
    String signature = HexFormat.of().formatHex(token.signature);
    return ArrayValue.of(token.header, claims(s, token), StringValue.of(signature));
  }

  private static Value verify(Builtin.Scope s, String algorithm, String text, Value[] a) {
    Token token = split(s, text);
    String key = string(a, 1);
    List<JwtKeys.Key> keys = JwtKeys.read(s, algorithm, key);
    String kid = token.header.get("kid") instanceof StringValue k ? k.value() : null;
    return BoolValue.of(anyVerifies(algorithm, keys, kid, token));
  }

  private static boolean anyVerifies(
      String algorithm, List<JwtKeys.Key> keys, @Nullable String kid, Token token) {
    byte[] signed = Encodings.bytes(token.signed);
    for (JwtKeys.Key key : keys) {
      if (kid != null && kid.equals(key.id())) {
        return JwtKeys.verify(algorithm, key, signed, token.signature);
      }
    }
    return keys.stream()
        .anyMatch(
            key ->
                (key.algorithm() == null || key.algorithm().equals(algorithm))
                    && JwtKeys.verify(algorithm, key, signed, token.signature));
  }

  private static Value decodeVerify(Builtin.Scope s, String text, Value[] a) {
    ObjectValue constraints = Operands.object(a, 1);
    for (Value name : constraints.sortedKeys()) {
      if (!(name instanceof StringValue n) || !CONSTRAINTS.contains(n.value())) {
        throw BuiltinError.value(
            "unknown token validation constraint: "
                + (name instanceof StringValue s2 ? s2.value() : name));
      }
    }
    boolean cert = constraints.get("cert") != null;
    boolean secret = constraints.get("secret") != null;
    if (cert == secret) {
      throw BuiltinError.value(cert ? "duplicate key constraints" : "no key constraint");
    }
    Token token = split(s, text);
    for (int depth = 0; depth < 10; depth++) {
      if (!verified(s, token, constraints)) {
        return REFUSED;
      }
      if (!isNested(token)) {
        Value claims = claims(s, token);
        return claims instanceof ObjectValue c && accepted(s, c, constraints)
            ? ArrayValue.of(BoolValue.TRUE, token.header, c)
            : REFUSED;
      }
      token = split(s, inner(s, token));
    }
    return REFUSED;
  }

  private static boolean verified(Builtin.Scope s, Token token, ObjectValue constraints) {
    if (!(token.header.get("alg") instanceof StringValue alg)
        || !JwtKeys.ALGORITHMS.containsKey(alg.value())
        || token.header.get("crit") != null) {
      return false;
    }
    if (constraints.get("alg") instanceof StringValue wanted && !wanted.equals(alg)) {
      return false;
    }
    boolean symmetric = alg.value().startsWith("HS");
    Value key = constraints.get(symmetric ? "secret" : "cert");
    if (!(key instanceof StringValue text)) {
      return false;
    }
    String kid = token.header.get("kid") instanceof StringValue k ? k.value() : null;
    return anyVerifies(alg.value(), JwtKeys.read(s, alg.value(), text.value()), kid, token);
  }

  private static boolean accepted(Builtin.Scope s, ObjectValue claims, ObjectValue constraints) {
    Value issuer = constraints.get("iss");
    if (issuer != null && !issuer.equals(claims.get("iss"))) {
      return false;
    }
    Value audience = constraints.get("aud");
    Value given = claims.get("aud");
    boolean audienceFits =
        given == null
            ? audience == null
            : audience != null
                && (given.equals(audience)
                    || (given instanceof ArrayValue all && all.elements().contains(audience)));
    return audienceFits && inTime(s, claims, constraints);
  }

  private static boolean inTime(Builtin.Scope s, ObjectValue claims, ObjectValue constraints) {
    BigDecimal now =
        constraints.get("time") instanceof NumberValue t
            ? t.decimal()
            : BigDecimal.valueOf(s.now());
    BigDecimal from = seconds(claims, "nbf");
    BigDecimal until = seconds(claims, "exp");
    return (until == null || now.compareTo(until) < 0)
        && (from == null || now.compareTo(from) >= 0);
  }

  private static @Nullable BigDecimal seconds(ObjectValue claims, String name) {
    Value value = claims.get(name);
    if (value == null) {
      return null;
    }
    if (!(value instanceof NumberValue n)) {
      throw BuiltinError.value(name + " value must be a number");
    }
    return n.decimal().multiply(BigDecimal.valueOf(1_000_000_000L));
  }
}
