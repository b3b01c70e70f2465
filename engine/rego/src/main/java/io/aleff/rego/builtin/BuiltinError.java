package io.aleff.rego.builtin;

/** A built-in refused its arguments: undefined, or in strict mode the end of the evaluation. */
public final class BuiltinError extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final boolean type;

  private BuiltinError(String message, boolean type) {
    super(message, null, false, false);
    this.type = type;
  }

  /** The operands have the right types, but the values cannot be used. */
  public static BuiltinError value(String message) {
    return new BuiltinError(message, false);
  }

  /** An operand has the wrong type. */
  public static BuiltinError type(String message) {
    return new BuiltinError(message, true);
  }

  public String code() {
    return type ? "eval_type_error" : "eval_builtin_error";
  }

  public String text() {
    String message = getMessage();
    return message == null ? "" : message;
  }
}
