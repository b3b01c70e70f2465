package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.string;

import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.util.regex.Pattern;

/** JSON Web Tokens: signing (RFC 7515, RFC 7518). */
final class JwtSigning {

  /** What the JSON reader behind OPA takes for a number. */
  private static final Pattern NUMBER_LIKE = Pattern.compile("[-+0-9.eE]+");

  private JwtSigning() {}

  static void register(Builtins r) {
    r.add(
        "io.jwt.encode_sign",
        3,
        (s, a) ->
            sign(
                s,
                JsonValues.write(Operands.object(a, 0)),
                JsonValues.write(Operands.object(a, 1)),
                JsonValues.write(Operands.object(a, 2))));
    r.add("io.jwt.encode_sign_raw", 3, (s, a) -> sign(s, string(a, 0), string(a, 1), string(a, 2)));
  }

  private static Value sign(Builtin.Scope s, String header, String payload, String key) {
    s.allocate(header.length() + payload.length());
    ObjectValue headers = header(s, header);
    if (!(headers.get("alg") instanceof StringValue alg)) {
      throw noAlgorithm();
    }
    if (!JwtKeys.ALGORITHMS.containsKey(alg.value())) {
      throw BuiltinError.value("unknown JWS algorithm: " + alg.value());
    }
    boolean jwt = !(headers.get("typ") instanceof StringValue typ) || typ.value().equals("JWT");
    if (jwt && !isJson(s, payload)) {
      throw BuiltinError.value("type is JWT but payload is not JSON");
    }
    String signed =
        Encodings.urlText(Encodings.bytes(header))
            + "."
            + Encodings.urlText(Encodings.bytes(payload));
    byte[] signature = signature(s, alg.value(), key, Encodings.bytes(signed));
    return StringValue.of(signed + "." + Encodings.urlText(signature));
  }

  private static ObjectValue header(Builtin.Scope s, String text) {
    try {
      if (Encodings.unmarshal(s, text) instanceof ObjectValue object) {
        return object;
      }
    } catch (BuiltinError e) {
      if (!NUMBER_LIKE.matcher(text).matches()) {
        throw BuiltinError.value("missing or invalid 'alg' header: cannot parse JSON: " + e.text());
      }
    }
    throw noAlgorithm();
  }

  private static BuiltinError noAlgorithm() {
    return BuiltinError.value("missing or invalid 'alg' header: jwsbb: header \"alg\" not found");
  }

  private static boolean isJson(Builtin.Scope s, String text) {
    try {
      Encodings.unmarshal(s, text);
      return true;
    } catch (BuiltinError e) {
      return false;
    }
  }

  private static byte[] signature(Builtin.Scope s, String algorithm, String key, byte[] signed) {
    if (!(Encodings.unmarshal(s, key) instanceof ObjectValue jwk)) {
      throw BuiltinError.value("failed to parse JWK: not an object");
    }
    try {
      if (algorithm.startsWith("HS")) {
        String name = java.util.Objects.requireNonNull(JwtKeys.ALGORITHMS.get(algorithm));
        return Hashes.mac(name, Jwks.secret(jwk), signed);
      }
      PrivateKey privateKey = Jwks.privateKey(jwk);
      Signature signer = JwtKeys.signature(algorithm);
      signer.initSign(privateKey);
      signer.update(signed);
      return signer.sign();
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw BuiltinError.value("failed to sign with " + algorithm + ": the key does not fit");
    }
  }
}
