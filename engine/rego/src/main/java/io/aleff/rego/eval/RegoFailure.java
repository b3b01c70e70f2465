package io.aleff.rego.eval;

import io.aleff.definition.SourceLocation;
import org.jspecify.annotations.Nullable;

/** Ends an evaluation; turned into a value at the edge of the library. */
public final class RegoFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final String code;
  private final transient @Nullable SourceLocation location;

  public RegoFailure(String code, String message, @Nullable SourceLocation location) {
    super(message, null, false, false);
    this.code = code;
    this.location = location;
  }

  public String code() {
    return code;
  }

  public String text() {
    String message = getMessage();
    return message == null ? code : message;
  }

  public @Nullable SourceLocation location() {
    return location;
  }
}
