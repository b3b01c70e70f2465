package io.aleff.htn;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** A phrase as a sequence of fixed words and placeholders, matched against a goal in words. */
final class PhrasePattern {

  /** A placeholder when {@code parameter} is not null, else a fixed word. */
  private record Part(String word, @Nullable String parameter) {}

  /** A placeholder takes at most so many words, unless quotes make them one. */
  private static final int LONGEST = 40;

  private final List<Part> parts = new ArrayList<>();

  PhrasePattern(String phrase) {
    Matcher placeholder = Phrase.PLACEHOLDER.matcher(phrase);
    int at = 0;
    while (placeholder.find()) {
      addWords(phrase.substring(at, placeholder.start()));
      parts.add(new Part("", placeholder.group(1).strip()));
      at = placeholder.end();
    }
    addWords(phrase.substring(at));
  }

  private void addWords(String text) {
    GoalWords.of(text).forEach(word -> parts.add(new Part(word.plain(), null)));
  }

  List<String> words() {
    return parts.stream().filter(p -> p.parameter() == null).map(Part::word).toList();
  }

  int fixedWords() {
    return words().size();
  }

  /** The value of each placeholder, the shortest first that make the whole fit; null if none do. */
  @Nullable Map<String, String> match(List<GoalWords.Word> said, List<Parameter> parameters) {
    int[][] ends = new int[parts.size() + 1][said.size() + 1];
    for (int part = parts.size(); part >= 0; part--) {
      for (int word = said.size(); word >= 0; word--) {
        ends[part][word] = end(part, word, said, parameters, ends);
      }
    }
    if (ends[0][0] < 0) {
      return null;
    }
    Map<String, String> values = new LinkedHashMap<>();
    int word = 0;
    for (int part = 0; part < parts.size(); part++) {
      int end = ends[part][word];
      String parameter = parts.get(part).parameter();
      if (parameter != null) {
        String value = value(said, word, end);
        String known = values.putIfAbsent(parameter, value);
        if (known != null && !known.equals(value)) {
          return null;
        }
      }
      word = end;
    }
    return values;
  }

  /** Where this part ends when it begins at a word and the rest fits; -1 when it cannot. */
  private int end(
      int part, int word, List<GoalWords.Word> said, List<Parameter> parameters, int[][] ends) {
    if (part == parts.size()) {
      return word == said.size() ? word : -1;
    }
    Part wanted = parts.get(part);
    if (wanted.parameter() == null) {
      boolean same =
          word < said.size()
              && !said.get(word).quoted()
              && said.get(word).plain().equals(wanted.word());
      return same && ends[part + 1][word + 1] >= 0 ? word + 1 : -1;
    }
    for (int end = word + 1; end <= Math.min(said.size(), word + LONGEST); end++) {
      if (ends[part + 1][end] >= 0
          && fits(value(said, word, end), wanted.parameter(), parameters)) {
        return end;
      }
    }
    return -1;
  }

  private static String value(List<GoalWords.Word> said, int from, int to) {
    List<String> texts = said.subList(from, to).stream().map(GoalWords.Word::text).toList();
    return String.join(" ", texts);
  }

  private static boolean fits(String value, String parameter, List<Parameter> parameters) {
    for (Parameter declared : parameters) {
      if (declared.name().equals(parameter)) {
        return !declared.type().equals(Types.NUMBER) || Literals.number(value) != null;
      }
    }
    return false;
  }
}
