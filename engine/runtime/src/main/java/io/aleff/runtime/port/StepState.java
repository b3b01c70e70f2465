package io.aleff.runtime.port;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a step stands. Allowed changes are in {@code io.aleff.runtime.state.StateMachines}. */
public enum StepState {
  PENDING,
  RUNNING,
  WAITING,
  RETRYING,
  SUCCESS,
  FAILED,
  CANCELLED,
  ROLLED_BACK,
  DENIED,
  SKIPPED;

  /** Whether nothing happens any more unless somebody asks for it. */
  public boolean isFinal() {
    return this != PENDING && this != RUNNING && this != WAITING && this != RETRYING;
  }

  /** The name in files, databases and the API. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inverse of {@link #text()}. */
  public static StepState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
