package io.aleff.rego;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.rego.ast.Module;
import io.aleff.rego.builtin.Builtins;
import io.aleff.rego.compile.Compiler;
import io.aleff.rego.parse.ModuleParser;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Compiles Rego v1 from source. */
public final class Rego {

  private Rego() {}

  /**
   * @param policy null when a diagnostic is an error
   */
  public record Compilation(@Nullable Policy policy, List<Diagnostic> diagnostics) {}

  /**
   * Compiles modules into one policy. All errors of all files are reported; built-ins that reach
   * out, for example {@code http.send}, are errors.
   */
  public static Compilation compile(List<SourceText> modules) {
    return compile(modules, CompileOptions.DEFAULT);
  }

  /** As the other form, with options. */
  public static Compilation compile(List<SourceText> sources, CompileOptions options) {
    List<Module> modules = new ArrayList<>();
    List<Diagnostic> diagnostics = new ArrayList<>();
    for (SourceText source : sources) {
      ModuleParser.Parsed parsed =
          ModuleParser.module(source, options.v0() || options.oldFiles().contains(source.path()));
      diagnostics.addAll(parsed.errors());
      if (parsed.module() != null) {
        modules.add(parsed.module());
      }
    }
    if (!diagnostics.isEmpty()) {
      return new Compilation(null, List.copyOf(diagnostics));
    }
    Compiler.Result result = Compiler.compile(modules, Builtins.all(), options, false);
    return new Compilation(
        result.program() == null ? null : new Policy(result.program(), options), result.errors());
  }
}
