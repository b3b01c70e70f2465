package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.string;

import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** URIs (RFC 3986) as Go's {@code net/url} reads them. */
final class Uris {

  private static final String USERINFO = "-._:~!$&'()*+,;=%@";
  private static final String HOST = "-_.~!$&'()*+,;=:[]<>\"";
  private static final String PATH = "-_.~$&+,/:;=@";

  private Uris() {}

  static void register(Builtins r) {
    r.add("uri.parse", 1, (s, a) -> parsed(string(a, 0)));
    r.add("uri.is_valid", 1, (s, a) -> BoolValue.of(isValid(string(a, 0))));
  }

  private static boolean isValid(String text) {
    try {
      return !text.isEmpty() && parse(text) != null;
    } catch (BuiltinError e) {
      return false;
    }
  }

  private static Value parsed(String text) {
    if (text.isEmpty()) {
      throw BuiltinError.value("empty URI");
    }
    try {
      return parse(text);
    } catch (BuiltinError e) {
      throw BuiltinError.value("parse \"" + text + "\": " + e.text());
    }
  }

  static ObjectValue parse(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ' || text.charAt(i) == 0x7f) {
        throw BuiltinError.value("net/url: invalid control character in URL");
      }
    }
    Map<Value, Value> out = new HashMap<>();
    int hash = text.indexOf('#');
    String rest = hash < 0 ? text : text.substring(0, hash);
    if (hash >= 0) {
      put(out, "fragment", unescape(text.substring(hash + 1)));
    }
    int colon = schemeEnd(rest);
    if (colon > 0) {
      put(out, "scheme", rest.substring(0, colon).toLowerCase(java.util.Locale.ROOT));
      rest = rest.substring(colon + 1);
    }
    int query = rest.indexOf('?');
    if (query >= 0) {
      put(out, "raw_query", rest.substring(query + 1));
      rest = rest.substring(0, query);
    }
    hierarchy(rest, colon > 0, out);
    return ObjectValue.of(out);
  }

  /** A URL as the JSON of Go's {@code url.URL}. */
  static Value goJson(String text) {
    ObjectValue parts = parse(text);
    Map<Value, Value> out = new HashMap<>();
    String port = part(parts, "port");
    String decoded = part(parts, "path");
    String raw = part(parts, "raw_path");
    out.put(StringValue.of("ForceQuery"), BoolValue.FALSE);
    out.put(StringValue.of("OmitHost"), BoolValue.FALSE);
    out.put(StringValue.of("User"), NullValue.NULL);
    String[][] fields = {
      {"Scheme", part(parts, "scheme")},
      {"Host", part(parts, "hostname") + (port.isEmpty() ? "" : ":" + port)},
      {"Path", decoded},
      {"RawPath", raw.equals(decoded) ? "" : raw},
      {"RawQuery", part(parts, "raw_query")},
      {"Fragment", part(parts, "fragment")},
      {"RawFragment", ""},
      {"Opaque", part(parts, "opaque")}
    };
    for (String[] field : fields) {
      out.put(StringValue.of(field[0]), StringValue.of(field[1]));
    }
    return ObjectValue.of(out);
  }

  static String part(ObjectValue parts, String name) {
    return parts.get(name) instanceof StringValue s ? s.value() : "";
  }

  private static void hierarchy(String rest, boolean scheme, Map<Value, Value> out) {
    if (!rest.startsWith("/")) {
      if (scheme) {
        put(out, "opaque", rest);
        return;
      }
      int slash = rest.indexOf('/');
      String first = slash < 0 ? rest : rest.substring(0, slash);
      if (first.contains(":")) {
        throw BuiltinError.value("first path segment in URL cannot contain colon");
      }
    }
    String path = rest;
    if (rest.startsWith("//") && (scheme || !rest.startsWith("///"))) {
      int slash = rest.indexOf('/', 2);
      path = slash < 0 ? "" : rest.substring(slash);
      authority(rest.substring(2, slash < 0 ? rest.length() : slash), out);
    }
    String decoded = unescape(path);
    put(out, "path", decoded);
    put(out, "raw_path", escape(decoded).equals(path) ? decoded : path);
  }

  private static int schemeEnd(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      boolean other = (c >= '0' && c <= '9') || c == '+' || c == '-' || c == '.';
      if (c == ':') {
        if (i == 0) {
          throw BuiltinError.value("missing protocol scheme");
        }
        return i;
      }
      if (!letter && (!other || i == 0)) {
        return -1;
      }
    }
    return -1;
  }

  private static void authority(String text, Map<Value, Value> out) {
    int at = text.lastIndexOf('@');
    if (at >= 0) {
      userinfo(text.substring(0, at));
    }
    String host = text.substring(at + 1);
    String name = host;
    String port = "";
    int close = host.startsWith("[") ? host.lastIndexOf(']') : -1;
    if (host.startsWith("[") && close < 0) {
      throw BuiltinError.value("missing ']' in host");
    }
    int colon = close >= 0 ? close + 1 : host.lastIndexOf(':');
    if (colon >= 0 && colon < host.length()) {
      checkPort(host.substring(colon));
      port = host.substring(colon + 1);
      name = host.substring(0, colon);
    }
    put(out, "hostname", close >= 0 ? zoned(name.substring(1, name.length() - 1)) : host(name));
    put(out, "port", port);
  }

  private static void checkPort(String text) {
    boolean digits =
        text.startsWith(":") && text.substring(1).chars().allMatch(c -> c >= '0' && c <= '9');
    if (!digits) {
      throw BuiltinError.value("invalid port \"" + text + "\" after host");
    }
  }

  private static void userinfo(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!alphanumeric(c) && USERINFO.indexOf(c) < 0) {
        throw BuiltinError.value("net/url: invalid userinfo");
      }
    }
    Urls.unescape(text, false);
  }

  private static String zoned(String address) {
    int zone = address.indexOf("%25");
    return zone < 0
        ? host(address)
        : host(address.substring(0, zone)) + unescape(address.substring(zone));
  }

  private static String host(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        boolean ascii = i + 2 < text.length() && Character.digit(text.charAt(i + 1), 16) < 8;
        if (ascii) {
          throw BuiltinError.value("invalid URL escape \"" + text.substring(i, i + 3) + "\"");
        }
      } else if (c < 0x80 && !alphanumeric(c) && HOST.indexOf(c) < 0) {
        throw BuiltinError.value("invalid character \"" + c + "\" in host name");
      }
    }
    return unescape(text);
  }

  private static boolean alphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  private static String unescape(String text) {
    return Urls.unescape(text, false);
  }

  static String escape(String path) {
    StringBuilder out = new StringBuilder();
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (alphanumeric(c) || PATH.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  private static void put(Map<Value, Value> out, String name, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      out.put(StringValue.of(name), StringValue.of(value));
    }
  }
}
