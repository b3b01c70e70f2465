package io.aleff.server.release;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.aleff.definition.Diagnostic;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A finding as the API shows it. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record DiagnosticView(
    String code,
    String severity,
    String path,
    int line,
    int column,
    String message,
    @Nullable String expected,
    @Nullable String hint) {

  public static DiagnosticView of(Diagnostic found) {
    return new DiagnosticView(
        found.code(),
        found.severity().name().toLowerCase(Locale.ROOT),
        found.location().path(),
        found.location().line(),
        found.location().column(),
        found.message(),
        found.expected(),
        found.hint());
  }
}
