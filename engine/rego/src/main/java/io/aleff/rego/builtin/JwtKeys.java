package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.AlgorithmParameters;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.ECParameterSpec;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.NamedParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.security.spec.RSAPublicKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Keys from PEM and JWK, and the signatures of JWTs. */
final class JwtKeys {

  static final Map<String, String> ALGORITHMS =
      Map.ofEntries(
          Map.entry("RS256", "SHA256withRSA"),
          Map.entry("RS384", "SHA384withRSA"),
          Map.entry("RS512", "SHA512withRSA"),
          Map.entry("PS256", "SHA-256"),
          Map.entry("PS384", "SHA-384"),
          Map.entry("PS512", "SHA-512"),
          Map.entry("ES256", "SHA256withECDSAinP1363Format"),
          Map.entry("ES384", "SHA384withECDSAinP1363Format"),
          Map.entry("ES512", "SHA512withECDSAinP1363Format"),
          Map.entry("HS256", "HmacSHA256"),
          Map.entry("HS384", "HmacSHA384"),
          Map.entry("HS512", "HmacSHA512"),
          Map.entry("EdDSA", "Ed25519"));

  private JwtKeys() {}

  /**
   * A key.
   *
   * @param publicKey null for a shared secret
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Key(
      @Nullable PublicKey publicKey,
      byte[] secret,
      @Nullable String id,
      @Nullable String algorithm) {}

  static List<Key> read(Builtin.Scope s, String algorithm, String text) {
    if (algorithm.startsWith("HS")) {
      return List.of(new Key(null, Encodings.bytes(text), null, null));
    }
    try {
      return text.stripLeading().startsWith("{")
          ? jwks(Encodings.unmarshal(s, text))
          : List.of(new Key(pem(text), new byte[0], null, null));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw BuiltinError.value("failed to parse a PEM certificate");
    }
  }

  private static PublicKey pem(String text) throws GeneralSecurityException {
    int start = text.indexOf("-----BEGIN ");
    int body = start < 0 ? -1 : text.indexOf("-----", start + 11);
    int end = body < 0 ? -1 : text.indexOf("-----END ", body + 5);
    int close = end < 0 ? -1 : text.indexOf("-----", end + 9);
    if (close < 0) {
      throw BuiltinError.value("failed to extract a Key from the PEM certificate");
    }
    if (!text.substring(close + 5).isBlank()) {
      throw BuiltinError.value("extra data after a PEM certificate block");
    }
    String type = text.substring(start + 11, body);
    byte[] der = Base64.getDecoder().decode(text.substring(body + 5, end).replaceAll("\\s", ""));
    switch (type) {
      case "CERTIFICATE" -> {
        return CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(der))
            .getPublicKey();
      }
      case "PUBLIC KEY" -> {
        for (String kind : new String[] {"RSA", "EC", "Ed25519"}) {
          PublicKey key = publicKey(kind, der);
          if (key != null) {
            return key;
          }
        }
        throw BuiltinError.value("failed to parse a PEM key");
      }
      default -> throw BuiltinError.value("failed to extract a Key from the PEM certificate");
    }
  }

  private static @Nullable PublicKey publicKey(String kind, byte[] der)
      throws GeneralSecurityException {
    try {
      return KeyFactory.getInstance(kind).generatePublic(new X509EncodedKeySpec(der));
    } catch (InvalidKeySpecException e) {
      return null;
    }
  }

  private static List<Key> jwks(Value value) throws GeneralSecurityException {
    List<Key> out = new ArrayList<>();
    if (!(value instanceof ObjectValue object)) {
      return out;
    }
    List<Value> keys =
        object.get("keys") instanceof ArrayValue all ? all.elements() : List.of(value);
    for (Value key : keys) {
      if (key instanceof ObjectValue jwk) {
        out.add(new Key(jwk(jwk), new byte[0], textOrNull(jwk, "kid"), textOrNull(jwk, "alg")));
      }
    }
    return out;
  }

  private static @Nullable String textOrNull(ObjectValue jwk, String name) {
    return jwk.get(name) instanceof StringValue s ? s.value() : null;
  }

  private static byte[] bytes(ObjectValue jwk, String name) {
    String text = textOrNull(jwk, name);
    return Encodings.decode(text == null ? "" : text, true);
  }

  private static PublicKey jwk(ObjectValue jwk) throws GeneralSecurityException {
    String type = textOrNull(jwk, "kty");
    switch (type == null ? "" : type) {
      case "RSA" -> {
        return KeyFactory.getInstance("RSA")
            .generatePublic(
                new RSAPublicKeySpec(
                    new BigInteger(1, bytes(jwk, "n")), new BigInteger(1, bytes(jwk, "e"))));
      }
      case "EC" -> {
        String curve = String.valueOf(textOrNull(jwk, "crv")).replace("P-", "secp") + "r1";
        AlgorithmParameters parameters = AlgorithmParameters.getInstance("EC");
        parameters.init(new ECGenParameterSpec(curve));
        ECPoint point =
            new ECPoint(new BigInteger(1, bytes(jwk, "x")), new BigInteger(1, bytes(jwk, "y")));
        return KeyFactory.getInstance("EC")
            .generatePublic(
                new ECPublicKeySpec(point, parameters.getParameterSpec(ECParameterSpec.class)));
      }
      case "OKP" -> {
        byte[] x = bytes(jwk, "x");
        boolean odd = x.length == 32 && (x[31] & 0x80) != 0;
        byte[] y = new byte[x.length];
        for (int i = 0; i < x.length; i++) {
          y[i] = x[x.length - 1 - i];
        }
        if (odd) {
          y[0] &= 0x7f;
        }
        return KeyFactory.getInstance("Ed25519")
            .generatePublic(
                new EdECPublicKeySpec(
                    NamedParameterSpec.ED25519, new EdECPoint(odd, new BigInteger(1, y))));
      }
      default -> throw BuiltinError.value("failed to parse a JWK key (set)");
    }
  }

  static boolean verify(String algorithm, Key key, byte[] signed, byte[] signature) {
    String name = ALGORITHMS.get(algorithm);
    if (name == null) {
      return false;
    }
    if (algorithm.startsWith("HS")) {
      return MessageDigest.isEqual(Hashes.mac(name, key.secret, signed), signature);
    }
    PublicKey publicKey = key.publicKey;
    if (publicKey == null) {
      return false;
    }
    try {
      boolean pss = algorithm.startsWith("PS");
      Signature verifier = Signature.getInstance(pss ? "RSASSA-PSS" : name);
      if (pss) {
        int salt = Integer.parseInt(algorithm.substring(2)) / 8;
        verifier.setParameter(
            new PSSParameterSpec(name, "MGF1", new MGF1ParameterSpec(name), salt, 1));
      }
      verifier.initVerify(publicKey);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
