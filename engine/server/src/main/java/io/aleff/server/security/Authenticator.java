package io.aleff.server.security;

import io.aleff.runtime.port.TenantId;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Finds out who sent a request. */
final class Authenticator {

  /** Cookie of a browser session. */
  static final String COOKIE = "ALEFF_SESSION";

  private final Accounts accounts;
  private final LoginThrottle throttle;
  private final TenantId home;

  Authenticator(Accounts accounts, LoginThrottle throttle, TenantId home) {
    this.accounts = accounts;
    this.throttle = throttle;
    this.home = home;
  }

  /** What came of it. */
  sealed interface Result {

    /** Nobody said who they are. */
    record Anonymous() implements Result {}

    /** The sender is known. */
    record Known(AleffAuthentication authentication) implements Result {}

    /** The sender claims something that is not true. */
    record Wrong() implements Result {}

    /** Too many wrong tries. */
    record Wait(Duration delay) implements Result {}
  }

  Result authenticate(HttpServletRequest request) {
    String header = request.getHeader("Authorization");
    if (header == null) {
      return ofCookie(request);
    }
    if (header.regionMatches(true, 0, "Bearer ", 0, 7)) {
      return ofToken(header.substring(7).strip());
    }
    boolean modeler = request.getRequestURI().startsWith("/engine-rest/");
    if (modeler && header.regionMatches(true, 0, "Basic ", 0, 6)) {
      return ofBasic(header.substring(6).strip(), request.getRemoteAddr());
    }
    return new Result.Wrong();
  }

  private Result ofToken(String text) {
    return Secret.parse(text)
        .flatMap(accounts::ofToken)
        .<Result>map(account -> new Result.Known(AleffAuthentication.token(account)))
        .orElseGet(Result.Wrong::new);
  }

  private Result ofCookie(HttpServletRequest request) {
    @Nullable Secret secret = sessionOf(request).orElse(null);
    if (secret == null) {
      return new Result.Anonymous();
    }
    return accounts
        .ofSession(secret)
        .<Result>map(account -> new Result.Known(AleffAuthentication.session(account, secret)))
        .orElseGet(Result.Anonymous::new);
  }

  static Optional<Secret> sessionOf(HttpServletRequest request) {
    Cookie[] cookies = request.getCookies();
    if (cookies != null) {
      for (Cookie cookie : cookies) {
        if (cookie.getName().equals(COOKIE)) {
          return Secret.parse(cookie.getValue());
        }
      }
    }
    return Optional.empty();
  }

  private Result ofBasic(String encoded, String address) {
    String pair;
    try {
      pair = new String(Base64.getDecoder().decode(encoded), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return new Result.Wrong();
    }
    int colon = pair.indexOf(':');
    if (colon < 0) {
      return new Result.Wrong();
    }
    return switch (login(pair.substring(0, colon), pair.substring(colon + 1), address)) {
      case Result.Known(AleffAuthentication known) ->
          new Result.Known(AleffAuthentication.password(known.getPrincipal()));
      case Result other -> other;
    };
  }

  /**
   * @param name a user of the embedded tenant, or {@code tenant/user}
   */
  Result login(String name, String password, String address) {
    String key = name.substring(0, Math.min(name.length(), 200));
    Duration delay = throttle.delay(key, address);
    if (delay.isPositive()) {
      return new Result.Wait(delay);
    }
    Optional<Account> account = check(name, password);
    if (account.isEmpty()) {
      throttle.failed(key, address);
      return new Result.Wrong();
    }
    throttle.succeeded(key, address);
    return new Result.Known(AleffAuthentication.password(account.get()));
  }

  private Optional<Account> check(String name, String password) {
    if (name.indexOf('\0') >= 0 || password.length() > 256) {
      return Optional.empty();
    }
    int slash = name.indexOf('/');
    try {
      TenantId tenant = slash < 0 ? home : new TenantId(name.substring(0, slash));
      return accounts.authenticate(tenant, name.substring(slash + 1), password);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
