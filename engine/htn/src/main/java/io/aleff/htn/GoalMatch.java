package io.aleff.htn;

import java.util.List;

/** What a goal in words means. */
public sealed interface GoalMatch {

  /**
   * The words fit a phrase.
   *
   * @param phrase as written in the definition
   * @param language of the phrase, for example {@code pt-BR}
   */
  record Matched(Goal goal, String phrase, String language) implements GoalMatch {}

  /**
   * The words fit no phrase.
   *
   * @param nearestPhrases at most five, the nearest first
   */
  record Unmatched(List<String> nearestPhrases) implements GoalMatch {}
}
