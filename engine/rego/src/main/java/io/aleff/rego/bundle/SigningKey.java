package io.aleff.rego.bundle;

import java.security.Key;

/**
 * The key a bundle is signed with.
 *
 * @param keyId named in the signature, so that the reader can find the public key
 * @param scope free text that the reader must expect; empty when there is none
 */
public record SigningKey(Algorithm algorithm, Key key, String keyId, String scope) {

  /**
   * @param text PEM of a PKCS #8 private key, or the secret of {@code HS256}
   * @throws IllegalArgumentException when the text is no such key; the message says why
   */
  public static SigningKey of(Algorithm algorithm, String text, String keyId, String scope) {
    return new SigningKey(algorithm, algorithm.signingKey(text), keyId, scope);
  }
}
