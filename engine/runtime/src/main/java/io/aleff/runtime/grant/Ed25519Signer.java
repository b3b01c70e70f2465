package io.aleff.runtime.grant;

import io.aleff.definition.Digest;
import io.aleff.runtime.port.Signer;
import java.io.IOException;
import java.security.KeyPair;
import java.security.PublicKey;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.Ed25519PrivateKeyParameters;
import org.bouncycastle.crypto.params.Ed25519PublicKeyParameters;
import org.bouncycastle.crypto.util.PrivateKeyFactory;
import org.bouncycastle.crypto.util.PublicKeyFactory;

/**
 * Signs with one Ed25519 key pair (RFC 8032), and verifies with it and with older public keys. The
 * arithmetic is Bouncy Castle's: with the JDK's it was a good part of what a guarded action costs.
 */
public final class Ed25519Signer implements Signer {

  private final Ed25519PrivateKeyParameters current;
  private final String keyId;
  private final Map<String, Ed25519PublicKeyParameters> known = new ConcurrentHashMap<>();

  /**
   * @throws IllegalArgumentException when a key is not for Ed25519
   */
  public Ed25519Signer(KeyPair current, PublicKey... older) {
    this.current = privateKey(current);
    keyId = id(current.getPublic());
    known.put(keyId, publicKey(current.getPublic()));
    for (PublicKey key : older) {
      known.put(id(key), publicKey(key));
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
    var signer = new org.bouncycastle.crypto.signers.Ed25519Signer();
    signer.init(true, current);
    signer.update(message, 0, message.length);
    return signer.generateSignature();
  }

  @Override
  public boolean verify(String keyId, byte[] message, byte[] signature) {
    Ed25519PublicKeyParameters key = known.get(keyId);
    if (key == null) {
      return false;
    }
    var verifier = new org.bouncycastle.crypto.signers.Ed25519Signer();
    verifier.init(false, key);
    verifier.update(message, 0, message.length);
    return verifier.verifySignature(signature);
  }

  private static Ed25519PrivateKeyParameters privateKey(KeyPair pair) {
    try {
      AsymmetricKeyParameter key = PrivateKeyFactory.createKey(pair.getPrivate().getEncoded());
      if (key instanceof Ed25519PrivateKeyParameters own) {
        return own;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("The private key is not readable.", e);
    }
    throw new IllegalArgumentException("The private key is not one of Ed25519.");
  }

  private static Ed25519PublicKeyParameters publicKey(PublicKey given) {
    try {
      AsymmetricKeyParameter key = PublicKeyFactory.createKey(given.getEncoded());
      if (key instanceof Ed25519PublicKeyParameters own) {
        return own;
      }
    } catch (IOException e) {
      throw new IllegalArgumentException("The public key is not readable.", e);
    }
    throw new IllegalArgumentException("The public key is not one of Ed25519.");
  }
}
