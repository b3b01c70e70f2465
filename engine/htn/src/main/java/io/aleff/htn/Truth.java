package io.aleff.htn;

/** Kleene's three values: a condition may hold in some orders of a plan and not in others. */
enum Truth {
  YES,
  NO,
  UNSURE;

  static Truth of(boolean value) {
    return value ? YES : NO;
  }

  Truth not() {
    return this == UNSURE ? UNSURE : of(this == NO);
  }

  Truth and(Truth other) {
    if (this == NO || other == NO) {
      return NO;
    }
    return this == YES && other == YES ? YES : UNSURE;
  }

  Truth or(Truth other) {
    return not().and(other.not()).not();
  }
}
