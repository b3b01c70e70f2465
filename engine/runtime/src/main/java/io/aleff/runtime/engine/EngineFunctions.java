package io.aleff.runtime.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Carries out what process models call as {@code aleff.name(…)}. */
@FunctionalInterface
public interface EngineFunctions {

  /**
   * @param name one of {@link io.aleff.runtime.expression.AllowedFunctions}
   * @return a string, number, truth value, {@link java.util.Date} or null
   */
  @Nullable Object call(String name, Scope scope, List<Object> arguments);

  /** The variables of the place in the process that calls. */
  interface Scope {

    /** Null when it is not set. */
    @Nullable Object get(String variable);

    void set(String variable, @Nullable Object value);

    /** Id of the process instance. */
    String process();

    /** A variable that must be there and be text. */
    default String text(String variable) {
      if (get(variable) instanceof String text) {
        return text;
      }
      throw new IllegalStateException("The process has no variable \"" + variable + "\".");
    }
  }
}
