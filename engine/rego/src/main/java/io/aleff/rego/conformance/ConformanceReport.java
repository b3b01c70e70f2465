package io.aleff.rego.conformance;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What running cases gave, in their order.
 *
 * @param results one for each case
 */
public record ConformanceReport(List<Result> results) {

  /** How a case ended. */
  public enum Outcome {
    PASSED,
    FAILED,
    SKIPPED
  }

  /**
   * One case.
   *
   * @param detail the difference of a failure, or why it is skipped; null when it passed
   */
  public record Result(ConformanceCase of, Outcome outcome, @Nullable String detail) {}

  /** Numbers of one folder. */
  public record Count(int passed, int failed, int skipped) {

    private Count plus(Outcome outcome) {
      return switch (outcome) {
        case PASSED -> new Count(passed + 1, failed, skipped);
        case FAILED -> new Count(passed, failed + 1, skipped);
        case SKIPPED -> new Count(passed, failed, skipped + 1);
      };
    }
  }

  /** The numbers of all folders, by name. */
  public Map<String, Count> folders() {
    Map<String, Count> out = new TreeMap<>();
    for (Result result : results) {
      out.merge(
          result.of().folder(),
          new Count(0, 0, 0).plus(result.outcome()),
          (a, b) -> new Count(a.passed + b.passed, a.failed + b.failed, a.skipped + b.skipped));
    }
    return out;
  }

  public long count(Outcome outcome) {
    return results.stream().filter(result -> result.outcome() == outcome).count();
  }

  /** {@code N passed, M failed, K skipped}. */
  public String summary() {
    return "%d passed, %d failed, %d skipped"
        .formatted(count(Outcome.PASSED), count(Outcome.FAILED), count(Outcome.SKIPPED));
  }
}
