package io.aleff.server.security;

import io.aleff.server.config.AleffSettings;
import io.aleff.server.web.ProblemException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Accounts and bearer tokens. */
@RestController
@RequestMapping("/api/v1")
class AccountController {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9._-]{0,62}");
  private static final int MAX_GROUPS = 30;

  private final Accounts accounts;
  private final SecurityTrail trail;
  private final AleffSettings.Security settings;
  private final Clock clock;

  AccountController(Accounts accounts, SecurityTrail trail, AleffSettings settings, Clock clock) {
    this.accounts = accounts;
    this.trail = trail;
    this.settings = settings.security();
    this.clock = clock;
  }

  @GetMapping("/users")
  List<SessionController.Session> users(CurrentAccount sender) {
    return accounts.list(sender.account().tenant()).stream()
        .map(SessionController.Session::of)
        .toList();
  }

  @PostMapping("/users")
  ResponseEntity<SessionController.Session> create(
      CurrentAccount sender, @RequestBody NewAccount wanted) {
    Account admin = sender.account();
    Account account = wanted.account(admin);
    Passwords.check(wanted.password());
    if (!accounts.create(account, wanted.password())) {
      throw new ProblemException(
          HttpStatus.CONFLICT, "user-exists", "There is a user of that name already.");
    }
    trail.record(
        admin.tenant(),
        admin.username(),
        "account.created",
        admin.username() + " created the account " + account.username() + ".",
        Map.of("roles", String.join(" ", new TreeSet<>(account.roles()))));
    return ResponseEntity.status(HttpStatus.CREATED).body(SessionController.Session.of(account));
  }

  /** Disables the account: what it did stays on record. */
  @DeleteMapping("/users/{name}")
  ResponseEntity<Void> disable(CurrentAccount sender, @PathVariable String name) {
    Account admin = sender.account();
    if (name.equals(admin.username())) {
      throw new ProblemException(
          HttpStatus.CONFLICT, "own-account", "Nobody can disable the own account.");
    }
    if (!NAME.matcher(name).matches() || !accounts.disable(admin.tenant(), name, true)) {
      throw ProblemException.notFound("such user");
    }
    trail.record(
        admin.tenant(),
        admin.username(),
        "account.disabled",
        admin.username() + " disabled the account " + name + ".",
        Map.of("user", name));
    return ResponseEntity.noContent().build();
  }

  /** A bearer token of the sender; it is shown this once. */
  @PostMapping("/tokens")
  ResponseEntity<NewToken> token(CurrentAccount sender, @RequestBody TokenRequest request) {
    Account account = sender.account();
    String label = request.label() == null ? "api" : request.label();
    Duration life = request.days() == null ? Duration.ofDays(90) : Duration.ofDays(request.days());
    boolean fine =
        NAME.matcher(label).matches()
            && life.isPositive()
            && life.compareTo(settings.tokenLifetime()) <= 0;
    if (!fine) {
      throw new ProblemException(
          HttpStatus.UNPROCESSABLE_CONTENT,
          "bad-token-request",
          "A token has a label of lower-case letters, digits, dots and dashes, and lives 1 to "
              + settings.tokenLifetime().toDays()
              + " days.");
    }
    Instant expires = clock.instant().plus(life).truncatedTo(ChronoUnit.SECONDS);
    Secret secret = accounts.issueToken(account, label, expires, false);
    trail.record(
        account.tenant(),
        account.username(),
        "token.issued",
        account.username() + " got a bearer token.",
        Map.of("label", label, "expires", expires.toString()));
    return ResponseEntity.status(HttpStatus.CREATED)
        .body(new NewToken(secret.text(), label, expires));
  }

  record TokenRequest(@Nullable String label, @Nullable Integer days) {}

  record NewToken(String token, String label, Instant expiresAt) {}

  /**
   * @param roles roles and approver groups
   */
  record NewAccount(
      @Nullable String username,
      @Nullable String displayName,
      String password,
      @Nullable Set<String> roles,
      @Nullable String language) {

    Account account(Account admin) {
      String name = username == null ? "" : username;
      Set<String> groups = roles == null ? Set.of() : roles;
      String tongue = language == null ? "en" : language;
      boolean fine =
          NAME.matcher(name).matches()
              && !groups.isEmpty()
              && groups.size() <= MAX_GROUPS
              && groups.stream().allMatch(group -> NAME.matcher(group).matches())
              && Set.of("en", "pt-BR").contains(tongue)
              && (displayName == null || displayName.length() <= 200);
      if (!fine) {
        throw new ProblemException(
            HttpStatus.UNPROCESSABLE_CONTENT,
            "bad-user",
            "A user has a username and roles of lower-case letters, digits, dots and dashes, and"
                + " the language en or pt-BR.");
      }
      String shown = displayName == null ? name : displayName.replace("\0", "");
      return new Account(admin.tenant(), name, shown, groups, tongue);
    }
  }
}
