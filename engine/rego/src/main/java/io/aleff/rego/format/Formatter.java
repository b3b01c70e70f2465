package io.aleff.rego.format;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.rego.ast.Module;
import io.aleff.rego.parse.ModuleParser;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Formats Rego files in the style of {@code opa fmt}. Formatting twice gives what formatting once
 * gave; comments are kept; a text whose meaning would change is refused.
 */
public final class Formatter {

  private Formatter() {}

  /**
   * @param text null when a diagnostic says why there is none
   */
  public record Result(@Nullable String text, List<Diagnostic> diagnostics) {}

  /** The file in canonical layout, or why it has none. */
  public static Result format(SourceText source) {
    ModuleParser.Parsed parsed = ModuleParser.module(source);
    Module module = parsed.module();
    if (module == null) {
      return new Result(null, parsed.errors());
    }
    String text;
    try {
      text = new ModulePrinter(module).print();
    } catch (StackOverflowError e) {
      return refused(source, "nested too deeply");
    }
    Module again = ModuleParser.module(new SourceText(source.path(), text)).module();
    if (again == null || !Meaning.same(module, again)) {
      return refused(source, "the layout would change what the file says; it stays as it is");
    }
    return new Result(text, List.of());
  }

  private static Result refused(SourceText source, String why) {
    return new Result(null, List.of(Diagnostic.error("rego_format_error", source.start(), why)));
  }
}
