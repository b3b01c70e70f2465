package io.aleff.server.security;

import static io.aleff.server.database.TenantJdbc.array;
import static io.aleff.server.database.TenantJdbc.texts;
import static io.aleff.server.database.TenantJdbc.time;
import static io.aleff.server.database.TenantJdbc.timeOrNull;
import static io.aleff.server.database.TenantJdbc.values;

import io.aleff.runtime.port.TenantId;
import io.aleff.server.config.AleffSettings;
import io.aleff.server.database.TenantJdbc;
import java.security.SecureRandom;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/** Accounts with their passwords, browser sessions and bearer tokens. */
public final class Accounts {

  private static final String COLUMNS =
      "a.tenant, a.username, a.display_name, a.roles, a.language, a.password_hash";
  private static final Duration TOUCH = Duration.ofMinutes(1);

  private final TenantJdbc database;
  private final PasswordEncoder passwords;
  private final AleffSettings.Security settings;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final String decoy;

  public Accounts(
      TenantJdbc database,
      PasswordEncoder passwords,
      AleffSettings.Security settings,
      Clock clock) {
    this.database = database;
    this.passwords = passwords;
    this.settings = settings;
    this.clock = clock;
    // The hash of nobody's password, so that an unknown user takes as long as a wrong password.
    this.decoy = "$2a$11$" + "N9qo8uLOickgx2ZMRZoMyeIjZAgcfl7p92ldGxad68LJZdL17lhWy";
  }

  /** The account, when the password is right and the account is not disabled. */
  Optional<Account> authenticate(TenantId tenant, String username, String password) {
    Optional<Known> known = known(tenant, username);
    boolean right = passwords.matches(password, known.map(Known::hash).orElse(decoy));
    return right ? known.map(Known::account) : Optional.empty();
  }

  private Optional<Known> known(TenantId tenant, String username) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(
                    "SELECT "
                        + COLUMNS
                        + " FROM account a WHERE a.tenant = ? AND a.username = ? AND NOT a.disabled")
                .params(tenant.value(), username)
                .query((row, n) -> new Known(account(row), row.getString("password_hash")))
                .optional());
  }

  public Optional<Account> find(TenantId tenant, String username) {
    return known(tenant, username).map(Known::account);
  }

  public List<Account> list(TenantId tenant) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(
                    "SELECT "
                        + COLUMNS
                        + " FROM account a WHERE a.tenant = ? AND NOT a.disabled ORDER BY a.username")
                .param(tenant.value())
                .query((row, n) -> account(row))
                .list());
  }

  /**
   * Creates the account, or does nothing when there is one of that name.
   *
   * @return whether it was created
   */
  public boolean create(Account account, String password) {
    return database.get(
            account.tenant(),
            jdbc ->
                jdbc.sql(
                        """
                        INSERT INTO account
                          (tenant, username, display_name, password_hash, roles, language)
                        VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""")
                    .params(
                        account.tenant().value(),
                        account.username(),
                        account.displayName(),
                        passwords.encode(password),
                        array(account.roles()),
                        account.language())
                    .update())
        == 1;
  }

  /** Whether there is an account of that name, disabled or not. */
  boolean exists(TenantId tenant, String username) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql("SELECT count(*) > 0 FROM account WHERE tenant = ? AND username = ?")
                .params(tenant.value(), username)
                .query(Boolean.class)
                .single());
  }

  /** Ends every session as well. */
  public void changePassword(TenantId tenant, String username, String password) {
    database.run(
        tenant,
        jdbc -> {
          jdbc.sql("UPDATE account SET password_hash = ? WHERE tenant = ? AND username = ?")
              .params(passwords.encode(password), tenant.value(), username)
              .update();
          jdbc.sql("DELETE FROM browser_session WHERE tenant = ? AND username = ?")
              .params(tenant.value(), username)
              .update();
        });
  }

  /** A disabled account cannot log in, and its sessions and tokens end. */
  public boolean disable(TenantId tenant, String username, boolean disabled) {
    return database.get(
        tenant,
        jdbc -> {
          int changed =
              jdbc.sql("UPDATE account SET disabled = ? WHERE tenant = ? AND username = ?")
                  .params(disabled, tenant.value(), username)
                  .update();
          if (disabled) {
            for (String table : List.of("browser_session", "access_token")) {
              jdbc.sql("DELETE FROM " + table + " WHERE tenant = ? AND username = ?")
                  .params(tenant.value(), username)
                  .update();
            }
          }
          return changed == 1;
        });
  }

  Secret openSession(Account account) {
    Secret secret = Secret.random(account.tenant(), random);
    Instant now = clock.instant();
    database.run(
        account.tenant(),
        jdbc -> {
          jdbc.sql(
                  "DELETE FROM browser_session WHERE tenant = ? AND (created_at < ? OR used_at < ?)")
              .params(
                  account.tenant().value(),
                  time(now.minus(settings.sessionLifetime())),
                  time(now.minus(settings.sessionIdle())))
              .update();
          jdbc.sql(
                  """
                  INSERT INTO browser_session (tenant, digest, username, created_at, used_at)
                  VALUES (?, ?, ?, ?, ?)""")
              .params(
                  account.tenant().value(),
                  secret.digest(),
                  account.username(),
                  time(now),
                  time(now))
              .update();
        });
    return secret;
  }

  Optional<Account> ofSession(Secret secret) {
    Instant now = clock.instant();
    return database.get(
        secret.tenant(),
        jdbc -> {
          Optional<Account> account =
              jdbc.sql(
                      "SELECT "
                          + COLUMNS
                          + """
                           FROM browser_session s
                          JOIN account a ON a.tenant = s.tenant AND a.username = s.username
                          WHERE s.tenant = ? AND s.digest = ? AND NOT a.disabled
                            AND s.created_at > ? AND s.used_at > ?""")
                  .params(
                      secret.tenant().value(),
                      secret.digest(),
                      time(now.minus(settings.sessionLifetime())),
                      time(now.minus(settings.sessionIdle())))
                  .query((row, n) -> account(row))
                  .optional();
          if (account.isPresent()) {
            jdbc.sql(
                    """
                    UPDATE browser_session SET used_at = ?
                    WHERE tenant = ? AND digest = ? AND used_at < ?""")
                .params(time(now), secret.tenant().value(), secret.digest(), time(now.minus(TOUCH)))
                .update();
          }
          return account;
        });
  }

  void closeSession(Secret secret) {
    database.run(
        secret.tenant(),
        jdbc ->
            jdbc.sql("DELETE FROM browser_session WHERE tenant = ? AND digest = ?")
                .params(secret.tenant().value(), secret.digest())
                .update());
  }

  /**
   * @param label where it is used; a token of the same user and label is replaced when {@code
   *     replace}
   * @param expires null for a token of the machine itself
   */
  Secret issueToken(Account account, String label, @Nullable Instant expires, boolean replace) {
    Secret secret = Secret.random(account.tenant(), random);
    database.run(
        account.tenant(),
        jdbc -> {
          if (replace) {
            jdbc.sql("DELETE FROM access_token WHERE tenant = ? AND username = ? AND label = ?")
                .params(account.tenant().value(), account.username(), label)
                .update();
          }
          jdbc.sql(
                  """
                  INSERT INTO access_token (tenant, digest, username, label, created_at, expires_at)
                  VALUES (?, ?, ?, ?, ?, ?)""")
              .params(
                  values(
                      account.tenant().value(),
                      secret.digest(),
                      account.username(),
                      label,
                      time(clock.instant()),
                      timeOrNull(expires)))
              .update();
        });
    return secret;
  }

  Optional<Account> ofToken(Secret secret) {
    return database.get(
        secret.tenant(),
        jdbc ->
            jdbc.sql(
                    "SELECT "
                        + COLUMNS
                        + """
                         FROM access_token t
                        JOIN account a ON a.tenant = t.tenant AND a.username = t.username
                        WHERE t.tenant = ? AND t.digest = ? AND NOT a.disabled
                          AND (t.expires_at IS NULL OR t.expires_at > ?)""")
                .params(secret.tenant().value(), secret.digest(), time(clock.instant()))
                .query((row, n) -> account(row))
                .optional());
  }

  private static Account account(ResultSet row) throws SQLException {
    return new Account(
        new TenantId(row.getString("tenant")),
        row.getString("username"),
        row.getString("display_name"),
        Set.copyOf(texts(row, "roles")),
        row.getString("language"));
  }

  private record Known(Account account, String hash) {}
}
