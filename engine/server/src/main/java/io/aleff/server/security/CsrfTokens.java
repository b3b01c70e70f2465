package io.aleff.server.security;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.web.csrf.CsrfToken;
import org.springframework.security.web.csrf.CsrfTokenRepository;
import org.springframework.security.web.csrf.CsrfTokenRequestHandler;
import org.springframework.security.web.csrf.DefaultCsrfToken;

/**
 * Tokens against forged requests. A token follows from the session, so a cookie that another site
 * or port managed to set is of no use, and it is taken from the header only.
 */
final class CsrfTokens implements CsrfTokenRepository, CsrfTokenRequestHandler {

  static final String COOKIE = "XSRF-TOKEN";
  static final String HEADER = "X-XSRF-TOKEN";

  /** Whether a request changes something and its sender was recognised by a cookie. */
  static boolean needsToken(HttpServletRequest request) {
    boolean changes =
        switch (request.getMethod().toUpperCase(Locale.ROOT)) {
          case "GET", "HEAD", "OPTIONS", "TRACE" -> false;
          default -> true;
        };
    return changes
        && SecurityContextHolder.getContext().getAuthentication()
            instanceof AleffAuthentication sender
        && sender.proof() == AleffAuthentication.Proof.SESSION;
  }

  static String of(Secret session) {
    return session.derive("csrf");
  }

  /** The cookie that the console reads and sends back as a header. */
  static ResponseCookie cookie(Secret session, boolean secure) {
    return ResponseCookie.from(COOKIE, of(session))
        .path("/")
        .sameSite("Strict")
        .secure(secure)
        .build();
  }

  @Override
  public CsrfToken generateToken(HttpServletRequest request) {
    String token = Authenticator.sessionOf(request).map(CsrfTokens::of).orElse("no-session");
    return new DefaultCsrfToken(HEADER, "_csrf", token);
  }

  @Override
  public @Nullable CsrfToken loadToken(HttpServletRequest request) {
    return generateToken(request);
  }

  /** The cookie is set at login and renewed by {@code GET /session}. */
  @Override
  public void saveToken(
      @Nullable CsrfToken token, HttpServletRequest request, HttpServletResponse response) {
    if (token == null) {
      response.addHeader(
          HttpHeaders.SET_COOKIE,
          ResponseCookie.from(COOKIE, "").path("/").maxAge(0).build().toString());
    }
  }

  @Override
  public void handle(
      HttpServletRequest request, HttpServletResponse response, Supplier<CsrfToken> token) {
    // Nothing to render: the console takes the token from its cookie.
  }

  @Override
  public @Nullable String resolveCsrfTokenValue(HttpServletRequest request, CsrfToken token) {
    return request.getHeader(token.getHeaderName());
  }
}
