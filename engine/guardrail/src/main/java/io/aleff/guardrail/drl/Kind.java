package io.aleff.guardrail.drl;

/** The types of expressions in rules. */
enum Kind {
  TEXT("text"),
  NUMBER("number"),
  TRUTH("true or false"),
  TIME("time"),
  TEXTS("list of texts"),
  NOTHING("null"),
  FACT("fact"),
  /** Stands for an expression that already has a diagnostic. */
  WRONG("unknown");

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  boolean isComparableWith(Kind other) {
    return this == WRONG || other == WRONG || this == other;
  }
}
