package io.aleff.htn.compiled;

/** The problem uses something that the compiled form cannot say, or its expansion explodes. */
public final class Unsupported extends Exception {

  private static final long serialVersionUID = 1;

  public Unsupported(String message) {
    super(message);
  }
}
