package io.aleff.runtime.grant;

import io.aleff.definition.Digest;
import io.aleff.runtime.port.Signer;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Signs with one Ed25519 key pair, and verifies with it and with older public keys. */
public final class Ed25519Signer implements Signer {

  private final KeyPair current;
  private final String keyId;
  private final Map<String, PublicKey> known = new ConcurrentHashMap<>();

  public Ed25519Signer(KeyPair current, PublicKey... older) {
    this.current = current;
    keyId = id(current.getPublic());
    known.put(keyId, current.getPublic());
    for (PublicKey key : older) {
      known.put(id(key), key);
    }
  }

  /** First 16 hexadecimal digits of the SHA-256 of the encoded key. */
  public static String id(PublicKey key) {
    return Digest.sha256(key.getEncoded()).substring(0, 16);
  }

  @Override
  public String keyId() {
    return keyId;
  }

  @Override
  public byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(current.getPrivate());
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Signing with Ed25519 failed.", e);
    }
  }

  @Override
  public boolean verify(String keyId, byte[] message, byte[] signature) {
    PublicKey key = known.get(keyId);
    if (key == null) {
      return false;
    }
    try {
      Signature verifier = Signature.getInstance("Ed25519");
      verifier.initVerify(key);
      verifier.update(message);
      return verifier.verify(signature);
    } catch (GeneralSecurityException e) {
      return false;
    }
  }
}
