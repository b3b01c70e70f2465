package io.aleff.guardrail.drl;

/** Leaves an expression at its first error, which is already reported. Never leaves the package. */
final class Unreadable extends Exception {

  private static final long serialVersionUID = 1;

  Unreadable() {
    super(null, null, false, false);
  }
}
