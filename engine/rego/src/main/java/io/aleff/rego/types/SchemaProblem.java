package io.aleff.rego.types;

/** A JSON Schema that cannot be used as a type. */
public final class SchemaProblem extends Exception {

  private static final long serialVersionUID = 1L;

  public SchemaProblem(String message) {
    super(message, null, false, false);
  }

  /** What is wrong. */
  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
