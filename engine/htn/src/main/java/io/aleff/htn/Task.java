package io.aleff.htn;

import io.aleff.definition.SourceLocation;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A compound task: what is to be done, and the methods that say how.
 *
 * @param achieves facts that must hold at the end when this task is the goal
 * @param phrases goals in words by language, with {@code {parameter}} placeholders
 * @param methods in order of preference among equal costs
 * @param deadline how long after the start of the plan its last step may end; null for ever
 */
public record Task(
    String name,
    @Nullable String description,
    List<Parameter> parameters,
    List<Formula.Atom> achieves,
    Map<String, List<String>> phrases,
    List<Method> methods,
    @Nullable Duration deadline,
    SourceLocation location) {

  /** A task without a deadline. */
  public Task(
      String name,
      @Nullable String description,
      List<Parameter> parameters,
      List<Formula.Atom> achieves,
      Map<String, List<String>> phrases,
      List<Method> methods,
      SourceLocation location) {
    this(name, description, parameters, achieves, phrases, methods, null, location);
  }

  public Task {
    parameters = List.copyOf(parameters);
    achieves = List.copyOf(achieves);
    phrases = Collections.unmodifiableMap(new LinkedHashMap<>(phrases));
    methods = List.copyOf(methods);
  }

  /** The method of this name; null when there is none. */
  public @Nullable Method method(String wanted) {
    return methods.stream().filter(m -> m.name().equals(wanted)).findFirst().orElse(null);
  }
}
