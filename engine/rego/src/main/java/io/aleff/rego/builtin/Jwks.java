package io.aleff.rego.builtin;

import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPrivateKeySpec;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.RSAPrivateCrtKeySpec;
import java.security.spec.RSAPrivateKeySpec;
import java.security.spec.RSAPublicKeySpec;
import org.jspecify.annotations.Nullable;

/** JSON Web Keys (RFC 7517, RFC 7518, RFC 8037). */
final class Jwks {

  private Jwks() {}

  static @Nullable String text(ObjectValue jwk, String name) {
    return jwk.get(name) instanceof StringValue s ? s.value() : null;
  }

  private static byte[] bytes(ObjectValue jwk, String name) {
    String text = text(jwk, name);
    return Encodings.decode(text == null ? "" : text, true);
  }

  private static BigInteger number(ObjectValue jwk, String name) {
    return new BigInteger(1, bytes(jwk, name));
  }

  private static String type(ObjectValue jwk) {
    String type = text(jwk, "kty");
    return type == null ? "" : type;
  }

  /** The octets of a symmetric key. */
  static byte[] secret(ObjectValue jwk) {
    if (!type(jwk).equals("oct")) {
      throw BuiltinError.value("failed to parse a JWK key: \"kty\" must be \"oct\"");
    }
    return bytes(jwk, "k");
  }

  private static ECParameterSpec curve(ObjectValue jwk) throws GeneralSecurityException {
    String curve = String.valueOf(text(jwk, "crv")).replace("P-", "secp") + "r1";
    AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
    parameters.init(new ECGenParameterSpec(curve));
    return parameters.getParameterSpec(ECParameterSpec.class);
  }

  static PublicKey publicKey(ObjectValue jwk) throws GeneralSecurityException {
    switch (type(jwk)) {
      case "RSA" -> {
        return KeyFactory.getInstance("RSA")
            .generatePublic(new RSAPublicKeySpec(number(jwk, "n"), number(jwk, "e")));
      }
      case "EC" -> {
        ECPoint point = new ECPoint(number(jwk, "x"), number(jwk, "y"));
        return KeyFactory.getInstance("EC").generatePublic(new ECPublicKeySpec(point, curve(jwk)));
      }
      case "OKP" -> {
        return KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new EdECPublicKeySpec(NamedParameterSpec.ED25519, point(bytes(jwk, "x"))));
      }
      default -> throw BuiltinError.value("failed to parse a JWK key (set)");
    }
  }

  private static EdECPoint point(byte[] x) {
    byte[] y = new byte[x.length];
    for (int i = 0; i < x.length; i++) {
      y[i] = x[x.length - 1 - i];
    }
    boolean odd = x.length == 32 && (y[0] & 0x80) != 0;
    if (odd) {
      y[0] &= 0x7f;
    }
    return new EdECPoint(odd, new BigInteger(1, y));
  }

  static PrivateKey privateKey(ObjectValue jwk) throws GeneralSecurityException {
    switch (type(jwk)) {
      case "RSA" -> {
        KeyFactory rsa = KeyFactory.getInstance("RSA");
        boolean factors = text(jwk, "p") != null && text(jwk, "q") != null;
        return rsa.generatePrivate(
            factors ? factored(jwk) : new RSAPrivateKeySpec(number(jwk, "n"), number(jwk, "d")));
      }
      case "EC" -> {
        return KeyFactory.getInstance("EC")
            .generatePrivate(new ECPrivateKeySpec(number(jwk, "d"), curve(jwk)));
      }
      case "OKP" -> {
        return KeyFactory.getInstance("Ed25519")
            .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, bytes(jwk, "d")));
      }
      default -> throw BuiltinError.value("failed to parse a JWK key (set)");
    }
  }

  /** The Chinese-remainder values follow from the factors (RFC 8017, section 3.2). */
  private static RSAPrivateCrtKeySpec factored(ObjectValue jwk) {
    BigInteger d = number(jwk, "d");
    BigInteger p = number(jwk, "p");
    BigInteger q = number(jwk, "q");
    return new RSAPrivateCrtKeySpec(
        number(jwk, "n"),
        number(jwk, "e"),
        d,
        p,
        q,
        d.mod(p.subtract(BigInteger.ONE)),
        d.mod(q.subtract(BigInteger.ONE)),
        q.modInverse(p));
  }
}
