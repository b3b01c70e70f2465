package io.aleff.rego;

/**
 * How modules are compiled.
 *
 * @param strict whether unused imports and variables, shadowed names and deprecated built-ins are
 *     errors, as with {@code opa check --strict}
 * @param v0 whether files that import neither {@code rego.v1} nor {@code future.keywords} are read
 *     as Rego v0
 * @param mockable whether built-ins that reach out compile, because tests mock them; unmocked calls
 *     fail
 */
public record CompileOptions(boolean strict, boolean v0, boolean mockable) {

  /** Rego v1, not strict, nothing reaches out. */
  public static final CompileOptions DEFAULT = new CompileOptions(false, false, false);

  public CompileOptions withStrict(boolean on) {
    return new CompileOptions(on, v0, mockable);
  }

  public CompileOptions withV0(boolean on) {
    return new CompileOptions(strict, on, mockable);
  }

  public CompileOptions withMockable(boolean on) {
    return new CompileOptions(strict, v0, on);
  }
}
