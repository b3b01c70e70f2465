package io.aleff.rego.parse;

import io.aleff.definition.Diagnostic;

/** Ends the parsing of one statement; never leaves this package. */
final class SyntaxError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final transient Diagnostic diagnostic;

  SyntaxError(Diagnostic diagnostic) {
    super(diagnostic.message(), null, false, false);
    this.diagnostic = diagnostic;
  }

  Diagnostic diagnostic() {
    return diagnostic;
  }
}
