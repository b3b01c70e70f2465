package io.aleff.rego;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How modules are compiled.
 *
 * @param strict whether unused imports and variables, shadowed names and deprecated built-ins are
 *     errors, as with {@code opa check --strict}
 * @param v0 whether files that do not import {@code rego.v1} are read as Rego v0
 * @param mockable whether built-ins that reach out compile, because tests mock them; unmocked calls
 *     fail
 * @param oldFiles paths of files that are Rego v0 whatever {@code v0} says
 * @param schemas what the type checker knows of documents; null for nothing, then annotations that
 *     name schemas have no effect
 */
public record CompileOptions(
    boolean strict,
    boolean v0,
    boolean mockable,
    Set<String> oldFiles,
    @Nullable SchemaSet schemas) {

  public CompileOptions {
    oldFiles = Set.copyOf(oldFiles);
  }

  /** Rego v1, not strict, nothing reaches out, no schemas. */
  public static final CompileOptions DEFAULT =
      new CompileOptions(false, false, false, Set.of(), null);

  public CompileOptions withStrict(boolean on) {
    return new CompileOptions(on, v0, mockable, oldFiles, schemas);
  }

  public CompileOptions withV0(boolean on) {
    return new CompileOptions(strict, on, mockable, oldFiles, schemas);
  }

  public CompileOptions withMockable(boolean on) {
    return new CompileOptions(strict, v0, on, oldFiles, schemas);
  }

  public CompileOptions withOldFiles(Set<String> paths) {
    return new CompileOptions(strict, v0, mockable, paths, schemas);
  }

  public CompileOptions withSchemas(@Nullable SchemaSet known) {
    return new CompileOptions(strict, v0, mockable, oldFiles, known);
  }
}
