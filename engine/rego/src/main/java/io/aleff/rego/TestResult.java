package io.aleff.rego;

import io.aleff.definition.SourceLocation;
import org.jspecify.annotations.Nullable;

/**
 * What one Rego test gave.
 *
 * @param name the rule with its package, for example {@code data.example_test.test_allows}
 * @param location the rule, or for an error the place where it arose
 * @param message why it failed; null when it passed
 */
public record TestResult(
    String name, SourceLocation location, Outcome outcome, @Nullable String message) {

  /** How a test can end. */
  public enum Outcome {
    PASSED,
    FAILED,
    ERROR,
    SKIPPED
  }

  public boolean passed() {
    return outcome == Outcome.PASSED || outcome == Outcome.SKIPPED;
  }
}
