package io.aleff.guardrail.signals;

import io.aleff.guardrail.Decision;

/** What came of asking the rules. */
public sealed interface Evaluation {

  record Raised(Decision.Signals signals) implements Evaluation {}

  /**
   * Whoever asked must deny.
   *
   * @param code {@code deadline}, {@code child-died}, {@code not-ready}, {@code fire-limit}, {@code
   *     rule-error}, {@code too-many-signals}, {@code unknown-rules}, {@code compile}, {@code
   *     protocol} or {@code closed}
   */
  record Failed(String code, String message) implements Evaluation {}
}
