package io.aleff.qa.bench;

import java.util.List;

/**
 * @param rounds of each side; odd and even rounds swap who goes first
 * @param warmup rounds of each side before, so that both are compiled
 * @param runs in one round
 * @param parallel runs at the same time
 * @param work milliseconds that each action takes
 */
record Options(int rounds, int warmup, int runs, int parallel, int work) {

  static Options of(List<String> words) {
    return new Options(
        number(words, "rounds", 4),
        number(words, "warmup", 12),
        number(words, "runs", 40),
        number(words, "parallel", 4),
        number(words, "work", 0));
  }

  private static int number(List<String> words, String name, int otherwise) {
    String start = "--" + name + "=";
    return words.stream()
        .filter(word -> word.startsWith(start))
        .map(word -> Integer.parseInt(word.substring(start.length())))
        .findFirst()
        .orElse(otherwise);
  }
}
