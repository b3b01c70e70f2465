package io.aleff.server.security;

import io.aleff.server.web.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpStatus;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/** Puts the sender of a request where the access rules look. */
final class AuthenticationFilter extends OncePerRequestFilter {

  private final Authenticator authenticator;

  AuthenticationFilter(Authenticator authenticator) {
    this.authenticator = authenticator;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    switch (authenticator.authenticate(request)) {
      case Authenticator.Result.Anonymous anonymous -> chain.doFilter(request, response);
      case Authenticator.Result.Known(AleffAuthentication authentication) -> {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        context.setAuthentication(authentication);
        SecurityContextHolder.setContext(context);
        chain.doFilter(request, response);
      }
      case Authenticator.Result.Wrong wrong -> {
        response.setHeader("WWW-Authenticate", "Bearer");
        Problem.of(
                HttpStatus.UNAUTHORIZED,
                "bad-credentials",
                "The credentials of the Authorization header are not valid.")
            .write(response);
      }
      case Authenticator.Result.Wait wait -> tooMany(wait).write(response);
    }
  }

  static Problem tooMany(Authenticator.Result.Wait wait) {
    return Problem.of(
        HttpStatus.TOO_MANY_REQUESTS,
        "login-throttled",
        "Too many failed logins. Try again in " + (wait.delay().toSeconds() + 1) + " s.");
  }
}
