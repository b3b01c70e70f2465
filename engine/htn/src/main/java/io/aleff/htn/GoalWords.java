package io.aleff.htn;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Splits what people write into words. */
final class GoalWords {

  /** Quoted text is one word; everything else ends at white space. */
  private static final Pattern WORD =
      Pattern.compile("\"([^\"]*)\"|“([^”]*)”|«([^»]*)»|(?<!\\S)'([^']*)'(?!\\w)|(\\S+)");

  private static final Pattern EDGES =
      Pattern.compile("^[\\p{Ps}\\p{Pi}¿¡'\"]+|[.,;:!?…'\"\\p{Pe}\\p{Pf}]+$");
  private static final Pattern MARKS = Pattern.compile("\\p{M}+");

  private GoalWords() {}

  /**
   * A word as said.
   *
   * @param text without quotes and without punctuation at its ends
   * @param plain for comparison: lower case, no accents
   */
  record Word(String text, String plain, boolean quoted) {}

  static List<Word> of(String text) {
    List<Word> words = new ArrayList<>();
    Matcher found = WORD.matcher(Normalizer.normalize(text, Normalizer.Form.NFC));
    while (found.find()) {
      String quoted = null;
      for (int group = 1; group <= 4; group++) {
        quoted = found.group(group) == null ? quoted : found.group(group);
      }
      String word = quoted != null ? quoted.strip() : EDGES.matcher(found.group()).replaceAll("");
      if (!word.isEmpty()) {
        words.add(new Word(word, plain(word), quoted != null));
      }
    }
    return words;
  }

  static String plain(String word) {
    String apart = Normalizer.normalize(word, Normalizer.Form.NFD);
    return MARKS.matcher(apart).replaceAll("").toLowerCase(Locale.ROOT);
  }
}
