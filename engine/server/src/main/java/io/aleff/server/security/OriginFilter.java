package io.aleff.server.security;

import io.aleff.server.web.Problem;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses requests for a host name that is not ours, which is what DNS rebinding sends, and changes
 * that a page of another origin asks for.
 */
final class OriginFilter extends OncePerRequestFilter {

  private static final List<String> LOOPBACK = List.of("localhost", "127.0.0.1", "[::1]");
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  private final Set<String> hosts;

  OriginFilter(List<String> allowedHosts) {
    this.hosts =
        Stream.concat(LOOPBACK.stream(), allowedHosts.stream())
            .map(host -> host.toLowerCase(Locale.ROOT))
            .collect(Collectors.toUnmodifiableSet());
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    String host = request.getHeader("Host");
    if (host == null || !hosts.contains(withoutPort(host))) {
      Problem.of(
              HttpStatus.MISDIRECTED_REQUEST,
              "unknown-host",
              "This server does not answer for that host name. Name it in"
                  + " aleff.server.allowed-hosts to change that.")
          .write(response);
      return;
    }
    if (!READING.contains(request.getMethod()) && isForeign(request, host)) {
      Problem.of(
              HttpStatus.FORBIDDEN, "foreign-origin", "Pages of another origin may change nothing.")
          .write(response);
      return;
    }
    chain.doFilter(request, response);
  }

  private static boolean isForeign(HttpServletRequest request, String host) {
    String origin = request.getHeader("Origin");
    if (origin == null) {
      String site = request.getHeader("Sec-Fetch-Site");
      return site != null && !site.equals("same-origin") && !site.equals("none");
    }
    try {
      String authority = URI.create(origin).getAuthority();
      return authority == null || !authority.equalsIgnoreCase(host);
    } catch (IllegalArgumentException e) {
      return true;
    }
  }

  private static String withoutPort(String host) {
    int colon = host.lastIndexOf(':');
    boolean port = colon > 0 && host.indexOf(']') < colon;
    return (port ? host.substring(0, colon) : host).toLowerCase(Locale.ROOT);
  }
}
