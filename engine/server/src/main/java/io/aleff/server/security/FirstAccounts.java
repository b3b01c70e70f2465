package io.aleff.server.security;

import io.aleff.runtime.port.TenantId;
import io.aleff.server.config.AleffSettings;
import io.aleff.server.database.TenantJdbc;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Makes sure that somebody can log in: an administrator at the first start, whose password is shown
 * once, the demo users when they are asked for, and a token file for each for the local command.
 */
public final class FirstAccounts {

  private static final String ADMIN = "admin";
  private static final String LABEL = "local";
  private static final List<String> DEMO = List.of("demo-requester", "demo-approver");

  private final Accounts accounts;
  private final TenantJdbc database;
  private final SecurityTrail trail;
  private final AleffSettings settings;
  private final TenantId tenant;
  private final SecureRandom random = new SecureRandom();

  public FirstAccounts(
      Accounts accounts, TenantJdbc database, SecurityTrail trail, AleffSettings settings) {
    this.accounts = accounts;
    this.database = database;
    this.trail = trail;
    this.settings = settings;
    this.tenant = new TenantId(settings.tenant());
  }

  /**
   * @param screen where the first password is shown; not a log
   */
  public void ensure(PrintStream screen) throws IOException {
    Files.createDirectories(
        settings.folder("tokens"),
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    database.run(
        tenant,
        jdbc ->
            jdbc.sql("INSERT INTO tenant (tenant) VALUES (?) ON CONFLICT DO NOTHING")
                .param(tenant.value())
                .update());
    admin(screen);
    for (String user : DEMO) {
      if (settings.demo()) {
        demo(user);
      } else if (accounts.exists(tenant, user)) {
        accounts.disable(tenant, user, true);
        Files.deleteIfExists(file(user, "token"));
        Files.deleteIfExists(file(user, "password"));
      }
    }
  }

  private void admin(PrintStream screen) throws IOException {
    if (!accounts.exists(tenant, ADMIN)) {
      Set<String> roles =
          Arrays.stream(Role.values()).map(Role::text).collect(Collectors.toUnmodifiableSet());
      String password = Passwords.random(random);
      accounts.create(new Account(tenant, ADMIN, "Administrator", roles, "en"), password);
      created(ADMIN);
      screen.println();
      screen.println("  First start. Log in as \"admin\" with the password: " + password);
      screen.println("  It is shown only this once.");
      screen.println();
      screen.flush();
    }
    Optional<Account> account = accounts.find(tenant, ADMIN);
    if (account.isPresent()) {
      ensureToken(account.get());
    }
  }

  private void demo(String user) throws IOException {
    String role = user.substring(user.indexOf('-') + 1);
    String shown = "Demo " + role;
    String password = Passwords.random(random);
    if (accounts.create(new Account(tenant, user, shown, Set.of(role), "en"), password)) {
      created(user);
      write(file(user, "password"), password);
    }
    accounts.disable(tenant, user, false);
    Optional<Account> account = accounts.find(tenant, user);
    if (account.isPresent()) {
      if (!Files.exists(file(user, "password"))) {
        accounts.changePassword(tenant, user, password);
        write(file(user, "password"), password);
      }
      ensureToken(account.get());
    }
  }

  private void created(String user) {
    trail.record(
        tenant, "aleff", "account.created", "The account " + user + " was created.", Map.of());
  }

  private void ensureToken(Account account) throws IOException {
    Path file = file(account.username(), "token");
    boolean valid =
        Files.exists(file)
            && Secret.parse(Files.readString(file).strip())
                .flatMap(accounts::ofToken)
                .filter(account::equals)
                .isPresent();
    if (!valid) {
      write(file, accounts.issueToken(account, LABEL, null, true).text());
    }
  }

  private Path file(String user, String kind) {
    return settings.folder("tokens").resolve(user + "." + kind);
  }

  private static void write(Path file, String text) throws IOException {
    Path partial =
        Files.createTempFile(
            file.getParent(),
            "new",
            ".partial",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(partial, text + "\n");
    Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
