package io.aleff.htn;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The notation of phrases: words with {@code {parameter}} placeholders. */
final class Phrase {

  static final Pattern PLACEHOLDER = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern ADJACENT = Pattern.compile("\\{[^{}]*}[\\s\\p{P}]*\\{[^{}]*}");

  private Phrase() {}

  static List<String> placeholders(String phrase) {
    List<String> names = new ArrayList<>();
    Matcher found = PLACEHOLDER.matcher(phrase);
    while (found.find()) {
      names.add(found.group(1).strip());
    }
    return names;
  }

  static boolean isAmbiguous(String phrase) {
    return ADJACENT.matcher(phrase).find();
  }
}
