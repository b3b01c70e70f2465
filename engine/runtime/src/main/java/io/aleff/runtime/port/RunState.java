package io.aleff.runtime.port;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** Where a run stands. Allowed changes are in {@code io.aleff.runtime.state.StateMachines}. */
public enum RunState {
  PENDING,
  RUNNING,
  WAITING,
  RETRYING,
  SUCCESS,
  FAILED,
  CANCELLED,
  ROLLED_BACK;

  /** Whether nothing happens any more unless somebody asks for it. */
  public boolean isFinal() {
    return this == SUCCESS || this == FAILED || this == CANCELLED || this == ROLLED_BACK;
  }

  /** The name in files, databases and the API. */
  @JsonValue
  public String text() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The inverse of {@link #text()}. */
  public static RunState of(String text) {
    return valueOf(text.toUpperCase(Locale.ROOT));
  }
}
