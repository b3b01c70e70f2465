package io.aleff.server.security;

import io.aleff.server.web.Problem;
import io.aleff.server.web.ProblemException;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseCookie;
import org.springframework.http.ResponseEntity;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Login and logout of the browser. */
@RestController
@RequestMapping("/api/v1/session")
class SessionController {

  private final Accounts accounts;
  private final Authenticator authenticator;
  private final SecurityTrail trail;

  SessionController(Accounts accounts, Authenticator authenticator, SecurityTrail trail) {
    this.accounts = accounts;
    this.authenticator = authenticator;
    this.trail = trail;
  }

  /** JSON only, so that no form of another site can log somebody in. */
  @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<?> login(@RequestBody Credentials credentials, HttpServletRequest request) {
    String name = credentials.username() == null ? "" : credentials.username();
    String password = credentials.password() == null ? "" : credentials.password();
    return switch (authenticator.login(name, password, request.getRemoteAddr())) {
      case Authenticator.Result.Known(AleffAuthentication known) ->
          opened(known.getPrincipal(), request);
      case Authenticator.Result.Wait wait ->
          ResponseEntity.status(HttpStatus.TOO_MANY_REQUESTS)
              .header(HttpHeaders.RETRY_AFTER, Long.toString(wait.delay().toSeconds() + 1))
              .contentType(MediaType.APPLICATION_PROBLEM_JSON)
              .body(AuthenticationFilter.tooMany(wait));
      case Authenticator.Result.Wrong wrong -> refused();
      case Authenticator.Result.Anonymous anonymous -> refused();
    };
  }

  private static ResponseEntity<?> refused() {
    return Problem.of(
            HttpStatus.UNAUTHORIZED, "bad-credentials", "User name or password is not right.")
        .toResponse();
  }

  private ResponseEntity<Session> opened(Account account, HttpServletRequest request) {
    Authenticator.sessionOf(request).ifPresent(accounts::closeSession);
    Secret secret = accounts.openSession(account);
    trail.record(
        account.tenant(),
        account.username(),
        "session.opened",
        account.username() + " logged in.",
        Map.of("address", request.getRemoteAddr()));
    return ResponseEntity.ok()
        .header(HttpHeaders.SET_COOKIE, cookie(secret.text(), -1, request))
        .header(HttpHeaders.SET_COOKIE, CsrfTokens.cookie(secret, request.isSecure()).toString())
        .body(Session.of(account));
  }

  @GetMapping
  ResponseEntity<Session> session(HttpServletRequest request) {
    AleffAuthentication sender = sender();
    Secret session = sender.session();
    ResponseEntity.BodyBuilder answer = ResponseEntity.ok();
    if (session != null) {
      answer.header(
          HttpHeaders.SET_COOKIE, CsrfTokens.cookie(session, request.isSecure()).toString());
    }
    return answer.body(Session.of(sender.getPrincipal()));
  }

  @DeleteMapping
  ResponseEntity<Void> logout(HttpServletRequest request) {
    Authenticator.sessionOf(request).ifPresent(accounts::closeSession);
    return ResponseEntity.noContent()
        .header(HttpHeaders.SET_COOKIE, cookie("", 0, request))
        .header(
            HttpHeaders.SET_COOKIE,
            ResponseCookie.from(CsrfTokens.COOKIE, "").path("/").maxAge(0).build().toString())
        .build();
  }

  @PutMapping(path = "/password", consumes = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<Void> changePassword(
      @RequestBody PasswordChange change, HttpServletRequest request) {
    Account account = sender().getPrincipal();
    Passwords.check(change.password());
    String name = account.tenant() + "/" + account.username();
    if (!(authenticator.login(name, change.current(), request.getRemoteAddr())
        instanceof Authenticator.Result.Known)) {
      throw new ProblemException(
          HttpStatus.FORBIDDEN, "bad-credentials", "The current password is not right.");
    }
    accounts.changePassword(account.tenant(), account.username(), change.password());
    trail.record(
        account.tenant(),
        account.username(),
        "account.password",
        account.username() + " changed the own password.",
        Map.of());
    return ResponseEntity.noContent().build();
  }

  private static String cookie(String value, long seconds, HttpServletRequest request) {
    return ResponseCookie.from(Authenticator.COOKIE, value)
        .path("/")
        .httpOnly(true)
        .sameSite("Strict")
        .secure(request.isSecure())
        .maxAge(seconds)
        .build()
        .toString();
  }

  private static AleffAuthentication sender() {
    @Nullable Authentication sender = SecurityContextHolder.getContext().getAuthentication();
    if (sender instanceof AleffAuthentication known) {
      return known;
    }
    throw new ProblemException(HttpStatus.UNAUTHORIZED, "login-needed", "Please log in first.");
  }

  record Credentials(@Nullable String username, @Nullable String password) {}

  record PasswordChange(String current, String password) {}

  /** Who is logged in. */
  record Session(
      String username, String displayName, String tenant, List<String> roles, String language) {

    static Session of(Account account) {
      return new Session(
          account.username(),
          account.displayName(),
          account.tenant().value(),
          account.roles().stream().sorted().toList(),
          account.language());
    }
  }
}
