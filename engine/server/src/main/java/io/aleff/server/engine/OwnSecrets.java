package io.aleff.server.engine;

import io.aleff.server.config.AleffSettings;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What this service knows and must not tell a model. */
final class OwnSecrets {

  private OwnSecrets() {}

  /** Values by a name for people. */
  static Map<String, String> of(AleffSettings settings, SecretFiles files) {
    Map<String, String> all = new TreeMap<>(files.all());
    put(all, "aleff.database.password", settings.database().password());
    put(all, "aleff.database.owner-password", settings.database().ownerPassword());
    put(all, "aleff.guardrails.opa.token", settings.guardrails().opa().token());
    put(all, "aleff.mail.smtp", password(settings.mail().smtp()));
    return all;
  }

  private static void put(Map<String, String> all, String name, @Nullable String value) {
    if (value != null && !value.isBlank()) {
      all.put(name, value);
    }
  }

  private static @Nullable String password(@Nullable URI smtp) {
    String user = smtp == null ? null : smtp.getUserInfo();
    return user == null || user.indexOf(':') < 0 ? null : user.substring(user.indexOf(':') + 1);
  }
}
