package io.aleff.runtime.port;

/** Signs grants and audit heads. */
public interface Signer {

  /** Names the key pair, so that old signatures are checked with old keys. */
  String keyId();

  byte[] sign(byte[] message);

  /** False also for an unknown key and for a malformed signature. */
  boolean verify(String keyId, byte[] message, byte[] signature);
}
