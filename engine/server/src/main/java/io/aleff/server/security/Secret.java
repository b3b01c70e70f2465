package io.aleff.server.security;

import io.aleff.definition.Digest;
import io.aleff.runtime.port.TenantId;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A random secret that names its tenant, so that it can be looked up within the tenant. Only its
 * digest is stored.
 *
 * @param text {@code aleff_<tenant>_<43 characters of 256 random bits>}
 */
record Secret(TenantId tenant, String text) {

  private static final Pattern SHAPE =
      Pattern.compile("aleff_([a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)_[A-Za-z0-9_-]{43}");

  static Secret random(TenantId tenant, SecureRandom random) {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String tail = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return new Secret(tenant, "aleff_" + tenant + "_" + tail);
  }

  static Optional<Secret> parse(String text) {
    Matcher matcher = SHAPE.matcher(text);
    return matcher.matches()
        ? Optional.of(new Secret(new TenantId(matcher.group(1)), text))
        : Optional.empty();
  }

  String digest() {
    return Digest.sha256(text);
  }

  /** A second secret that follows from this one, but does not give it away. */
  String derive(String purpose) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] derived = mac.doFinal(purpose.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(derived);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every JDK has HmacSHA256.", e);
    }
  }

  /** Secrets do not belong in logs. */
  @Override
  public String toString() {
    return "Secret[…]";
  }
}
