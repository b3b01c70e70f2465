package io.aleff.htn;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Matches goals in words against the phrases of a domain, without a model. Case, accents, white
 * space and punctuation between words do not matter; what stands for a placeholder is kept as
 * written. Of several phrases the one with the most words of its own wins, then the earlier one.
 */
public final class GoalMatcher {

  private static final int LONGEST = 2_000;

  private GoalMatcher() {}

  private record Candidate(Task task, String language, String phrase) {}

  private record Fit(Candidate candidate, Map<String, String> arguments, int words) {}

  public static GoalMatch match(Domain domain, String words) {
    List<Candidate> candidates = candidates(domain);
    Fit best = null;
    if (words.length() <= LONGEST) {
      List<GoalWords.Word> said = GoalWords.of(words);
      for (Candidate candidate : candidates) {
        Fit fit = fit(candidate, said);
        if (fit != null && (best == null || fit.words() > best.words())) {
          best = fit;
        }
      }
    }
    if (best == null) {
      return new GoalMatch.Unmatched(nearest(candidates, words));
    }
    Candidate found = best.candidate();
    return new GoalMatch.Matched(
        new Goal(found.task().name(), Ordered.map(best.arguments())),
        found.phrase(),
        found.language());
  }

  private static List<Candidate> candidates(Domain domain) {
    List<Candidate> candidates = new ArrayList<>();
    for (Task task : domain.tasks().values()) {
      task.phrases()
          .forEach(
              (language, phrases) ->
                  phrases.forEach(p -> candidates.add(new Candidate(task, language, p))));
    }
    return candidates;
  }

  private static @Nullable Fit fit(Candidate candidate, List<GoalWords.Word> said) {
    PhrasePattern pattern = new PhrasePattern(candidate.phrase());
    Map<String, String> values = pattern.match(said, candidate.task().parameters());
    if (values == null) {
      return null;
    }
    Map<String, String> arguments = new LinkedHashMap<>();
    for (Parameter parameter : candidate.task().parameters()) {
      String value = values.get(parameter.name());
      if (value == null) {
        return null;
      }
      arguments.put(parameter.name(), value);
    }
    return new Fit(candidate, arguments, pattern.fixedWords());
  }

  private static List<String> nearest(List<Candidate> candidates, String words) {
    Set<String> said = new HashSet<>();
    GoalWords.of(words.substring(0, Math.min(words.length(), LONGEST)))
        .forEach(w -> said.add(w.plain()));
    return candidates.stream()
        .sorted(Comparator.comparingDouble((Candidate c) -> -shared(c.phrase(), said)))
        .map(Candidate::phrase)
        .distinct()
        .limit(5)
        .toList();
  }

  /** The share of the phrase's own words that were said. */
  private static double shared(String phrase, Set<String> said) {
    List<String> own = new PhrasePattern(phrase).words();
    long met = own.stream().filter(said::contains).count();
    return own.isEmpty() ? 0 : (double) met / own.size();
  }
}
