package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.Value;
import java.io.ByteArrayInputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
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
        out.add(
            new Key(
                Jwks.publicKey(jwk), new byte[0], Jwks.text(jwk, "kid"), Jwks.text(jwk, "alg")));
      }
    }
    return out;
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
      Signature verifier = signature(algorithm);
      verifier.initVerify(publicKey);
      verifier.update(signed);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** Signs or verifies as an asymmetric algorithm says. */
  static Signature signature(String algorithm) throws GeneralSecurityException {
    String name = java.util.Objects.requireNonNull(ALGORITHMS.get(algorithm));
    boolean pss = algorithm.startsWith("PS");
    Signature out = Signature.getInstance(pss ? "RSASSA-PSS" : name);
    if (pss) {
      int salt = Integer.parseInt(algorithm.substring(2)) / 8;
      out.setParameter(new PSSParameterSpec(name, "MGF1", new MGF1ParameterSpec(name), salt, 1));
    }
    return out;
  }
}
