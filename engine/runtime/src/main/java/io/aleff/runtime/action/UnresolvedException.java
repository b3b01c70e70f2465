package io.aleff.runtime.action;

/** An action refers to something that is not there. Always caught: the step fails with it. */
public final class UnresolvedException extends Exception {

  private static final long serialVersionUID = 1L;

  UnresolvedException(String message) {
    super(message);
  }
}
