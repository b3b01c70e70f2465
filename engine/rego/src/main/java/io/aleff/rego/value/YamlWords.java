package io.aleff.rego.value;

import java.util.Locale;
import java.util.Set;

/** What plain scalars of YAML 1.1 mean. */
final class YamlWords {

  private static final Set<String> TRUE = Set.of("y", "yes", "on", "true");
  private static final Set<String> FALSE = Set.of("n", "no", "off", "false");

  private YamlWords() {}

  static Value plain(String text, int line) throws YamlValues.Problem {
    if (text.isEmpty() || text.equals("~") || isWord(text, "null")) {
      return NullValue.NULL;
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if ((TRUE.contains(lower) || FALSE.contains(lower)) && isWord(text, lower)) {
      return BoolValue.of(TRUE.contains(lower));
    }
    switch (lower) {
      case ".inf", "+.inf", "-.inf", ".nan" -> {
        String shown = lower.equals(".nan") ? "NaN" : lower.startsWith("-") ? "-Inf" : "+Inf";
        throw new YamlValues.Problem("json: unsupported value: " + shown, line);
      }
      default -> {}
    }
    Value number = YamlNumbers.of(text);
    return number == null ? StringValue.of(text) : number;
  }

  /** In small letters, in capitals, or with one capital. */
  private static boolean isWord(String text, String lower) {
    return text.equals(lower)
        || text.equals(lower.toUpperCase(Locale.ROOT))
        || text.equals(lower.substring(0, 1).toUpperCase(Locale.ROOT) + lower.substring(1));
  }
}
