package io.aleff.rego.bundle;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** How a bundle is signed: JSON Web Algorithms, RFC 7518. */
public enum Algorithm {
  HS256("", "HmacSHA256"),
  RS256("RSA", "SHA256withRSA"),
  ES256("EC", "SHA256withECDSAinP1363Format");

  private static final int MIN_SECRET = 16;

  private final String family;
  private final String name;

  Algorithm(String family, String name) {
    this.family = family;
    this.name = name;
  }

  Key signingKey(String text) {
    return family.isEmpty() ? secret(text) : pem(text, "PRIVATE KEY", true);
  }

  Key verificationKey(String text) {
    return family.isEmpty() ? secret(text) : pem(text, "PUBLIC KEY", false);
  }

  private Key secret(String text) {
    if (text.length() < MIN_SECRET) {
      throw new IllegalArgumentException("a secret needs at least " + MIN_SECRET + " characters");
    }
    return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), name);
  }

  private Key pem(String text, String label, boolean isPrivate) {
    String begin = "-----BEGIN " + label + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new IllegalArgumentException("a PEM block \"" + begin + "\" was expected");
    }
    try {
      byte[] der = Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
      KeyFactory factory = KeyFactory.getInstance(family);
      return isPrivate
          ? factory.generatePrivate(new PKCS8EncodedKeySpec(der))
          : factory.generatePublic(new X509EncodedKeySpec(der));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new IllegalArgumentException("this is no " + family + " key: " + e.getMessage(), e);
    }
  }

  byte[] sign(Key key, byte[] text) {
    try {
      if (family.isEmpty()) {
        Mac mac = Mac.getInstance(name);
        mac.init(key);
        return mac.doFinal(text);
      }
      Signature signature = Signature.getInstance(name);
      signature.initSign((PrivateKey) key);
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("cannot sign with " + this, e);
    }
  }

  boolean verifies(Key key, byte[] text, byte[] signed) {
    try {
      if (family.isEmpty()) {
        return MessageDigest.isEqual(sign(key, text), signed);
      }
      Signature signature = Signature.getInstance(name);
      signature.initVerify((PublicKey) key);
      signature.update(text);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
