package io.aleff.connector.standard.mail;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How mail leaves.
 *
 * @param outbox folder for messages when there is no server, and for the record of what was sent
 * @param from address of the sender
 * @param smtp the server, or null to write messages into the outbox
 */
public record MailConfiguration(Path outbox, String from, @Nullable Smtp smtp) {

  /** Whether and how the connection is encrypted. */
  public enum Security {
    NONE,
    STARTTLS,
    TLS
  }

  /**
   * @param user null for a server without authentication
   * @param password null exactly when user is
   */
  public record Smtp(
      String host, int port, Security security, @Nullable String user, @Nullable String password) {

    @Override
    public String toString() {
      return "%s:%d (%s)".formatted(host, port, security);
    }
  }
}
