package io.aleff.server.engine;

import io.aleff.connector.standard.mail.MailConfiguration;
import io.aleff.server.config.AleffSettings;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/** Reads {@code smtp://user:password@host:port} and {@code smtps://…}. */
final class MailSettings {

  private MailSettings() {}

  static MailConfiguration of(AleffSettings settings) {
    AleffSettings.Mail mail = settings.mail();
    URI smtp = mail.smtp();
    return new MailConfiguration(
        settings.folder("outbox"), mail.from(), smtp == null ? null : smtp(smtp));
  }

  private static MailConfiguration.Smtp smtp(URI address) {
    boolean tls = "smtps".equals(address.getScheme());
    boolean plain = "smtp+plain".equals(address.getScheme());
    if (address.getHost() == null || !(tls || plain || "smtp".equals(address.getScheme()))) {
      throw new IllegalArgumentException(
          "aleff.mail.smtp is smtp://host:587, smtps://host:465 or smtp+plain://host:25.");
    }
    MailConfiguration.Security security =
        tls
            ? MailConfiguration.Security.TLS
            : plain ? MailConfiguration.Security.NONE : MailConfiguration.Security.STARTTLS;
    int standard = tls ? 465 : plain ? 25 : 587;
    @Nullable String user = null;
    @Nullable String password = null;
    if (address.getUserInfo() != null) {
      int colon = address.getUserInfo().indexOf(':');
      user = colon < 0 ? address.getUserInfo() : address.getUserInfo().substring(0, colon);
      password = colon < 0 ? "" : address.getUserInfo().substring(colon + 1);
    }
    return new MailConfiguration.Smtp(
        address.getHost(),
        address.getPort() < 0 ? standard : address.getPort(),
        security,
        user,
        password);
  }
}
