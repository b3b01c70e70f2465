package io.aleff.definition;

import java.math.BigDecimal;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;

/**
 * One text for each JSON value: keys sorted by UTF-16 code units, no white space, shortest escapes,
 * numbers in plain notation without trailing zeros (as integer and exponent beyond 1,000 digits of
 * scale). Follows RFC 8785 but for numbers, which stay exact decimals and are not rounded to
 * doubles.
 */
public final class CanonicalJson {

  /** Beyond this the plain notation of a short text such as 1e999999999 would fill the memory. */
  private static final int MAX_ZEROS = 1_000;

  private CanonicalJson() {}

  public static String of(JsonNode value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  /** SHA-256 of the canonical text in UTF-8. */
  public static String digest(JsonNode value) {
    return Digest.sha256(of(value));
  }

  private static void write(JsonNode value, StringBuilder out) {
    switch (value.getNodeType()) {
      case OBJECT -> {
        TreeMap<String, JsonNode> sorted = new TreeMap<>();
        value.properties().forEach(e -> sorted.put(e.getKey(), e.getValue()));
        out.append('{');
        sorted.forEach(
            (key, child) -> {
              if (out.charAt(out.length() - 1) != '{') {
                out.append(',');
              }
              string(key, out);
              out.append(':');
              write(child, out);
            });
        out.append('}');
      }
      case ARRAY -> {
        out.append('[');
        for (int i = 0; i < value.size(); i++) {
          if (i > 0) {
            out.append(',');
          }
          write(value.get(i), out);
        }
        out.append(']');
      }
      case STRING -> string(value.stringValue(), out);
      case NUMBER -> out.append(number(value.decimalValue()));
      case BOOLEAN -> out.append(value.booleanValue());
      case NULL, MISSING -> out.append("null");
      case BINARY, POJO ->
          throw new IllegalArgumentException(
              "Canonical JSON has no form for a " + value.getNodeType() + " node.");
    }
  }

  private static String number(BigDecimal number) {
    if (number.signum() == 0) {
      return "0";
    }
    BigDecimal shortest = number.stripTrailingZeros();
    return Math.abs((long) shortest.scale()) <= MAX_ZEROS
        ? shortest.toPlainString()
        : shortest.unscaledValue() + "e" + -(long) shortest.scale();
  }

  private static void string(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\b' -> out.append("\\b");
        case '\f' -> out.append("\\f");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < 0x20) {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
