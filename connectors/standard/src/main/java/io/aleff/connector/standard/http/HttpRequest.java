package io.aleff.connector.standard.http;

import java.net.URI;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** One request as it goes over the wire. */
record HttpRequest(String method, URI address, Map<String, String> headers) {

  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}");
  private static final Set<String> RESERVED =
      Set.of(
          "host",
          "connection",
          "content-length",
          "transfer-encoding",
          "accept-encoding",
          "te",
          "trailer",
          "upgrade",
          "expect",
          "keep-alive");
  private static final Set<String> SECRET = Set.of("authorization", "cookie", "x-api-key");

  /** Whether a header may be set by the caller. */
  static boolean mayHave(String name, String value) {
    String lower = name.toLowerCase(Locale.ROOT);
    return TOKEN.matcher(name).matches()
        && !RESERVED.contains(lower)
        && !lower.startsWith("proxy-")
        && value.length() <= 8_000
        && value.chars().noneMatch(each -> each < 0x20 || each > 0x7e);
  }

  /** The same request to the place a redirect names; secrets do not go to another host. */
  HttpRequest redirectedTo(URI target) {
    Map<String, String> kept = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    boolean sameHost = String.valueOf(target.getHost()).equalsIgnoreCase(address.getHost());
    headers.forEach(
        (name, value) -> {
          if (sameHost || !SECRET.contains(name.toLowerCase(Locale.ROOT))) {
            kept.put(name, value);
          }
        });
    return new HttpRequest(method, target, kept);
  }

  /** The head of the request, RFC 9112. */
  String head() {
    String path = address.getRawPath() == null ? "" : address.getRawPath();
    String query = address.getRawQuery() == null ? "" : "?" + address.getRawQuery();
    StringBuilder head = new StringBuilder();
    head.append(method).append(' ').append(path.isEmpty() ? "/" : path).append(query);
    head.append(" HTTP/1.1\r\nHost: ").append(address.getAuthority()).append("\r\n");
    Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    all.put("User-Agent", "Aleff");
    all.put("Accept", "*/*");
    all.putAll(headers);
    all.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    return head.append("Accept-Encoding: identity\r\nConnection: close\r\n\r\n").toString();
  }
}
