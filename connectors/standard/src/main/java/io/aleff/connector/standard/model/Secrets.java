package io.aleff.connector.standard.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks for secrets in what is about to be sent: as they are, in Base64, encoded for a URL. */
final class Secrets {

  private Secrets() {}

  /**
   * @param secrets values by name; blank ones are none
   * @return the name of one that is in the text; null when none is
   */
  static @Nullable String in(String text, Map<String, String> secrets) {
    for (Map.Entry<String, String> secret : secrets.entrySet()) {
      String value = secret.getValue().strip();
      if (!value.isEmpty() && forms(value).stream().anyMatch(text::contains)) {
        return secret.getKey();
      }
    }
    return null;
  }

  private static List<String> forms(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    return List.of(
        value,
        Base64.getEncoder().withoutPadding().encodeToString(bytes),
        Base64.getUrlEncoder().withoutPadding().encodeToString(bytes),
        URLEncoder.encode(value, StandardCharsets.UTF_8));
  }
}
