package io.aleff.rego.builtin;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Query escaping as Go's {@code net/url} does it. */
final class Urls {

  private static final String UNRESERVED = "-_.~";

  private Urls() {}

  static String escape(String text) {
    StringBuilder out = new StringBuilder();
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (letter || UNRESERVED.indexOf(c) >= 0) {
        out.append(c);
      } else if (c == ' ') {
        out.append('+');
      } else {
        out.append(String.format("%%%02X", (int) c));
      }
    }
    return out.toString();
  }

  static String unescape(String text) {
    return unescape(text, true);
  }

  static String unescape(String text, boolean plusIsSpace) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
        int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], 16) : -1;
        if (high < 0 || low < 0) {
          int stop = Math.min(i + 3, bytes.length);
          String part = new String(bytes, i, stop - i, StandardCharsets.UTF_8);
          throw BuiltinError.value("invalid URL escape \"" + part + "\"");
        }
        out.write(high * 16 + low);
        i += 2;
      } else {
        out.write(plusIsSpace && bytes[i] == '+' ? ' ' : bytes[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
