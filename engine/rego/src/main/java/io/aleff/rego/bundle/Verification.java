package io.aleff.rego.bundle;

import java.security.Key;

/**
 * What the signature of a bundle must be.
 *
 * @param keyId the id the signature must name; empty when any is fine
 * @param scope the scope the signature must name; empty when it must name none
 */
public record Verification(Algorithm algorithm, Key key, String keyId, String scope) {

  /**
   * @param text PEM of a public key, or the secret of {@code HS256}
   * @throws IllegalArgumentException when the text is no such key; the message says why
   */
  public static Verification of(Algorithm algorithm, String text, String keyId, String scope) {
    return new Verification(algorithm, algorithm.verificationKey(text), keyId, scope);
  }
}
