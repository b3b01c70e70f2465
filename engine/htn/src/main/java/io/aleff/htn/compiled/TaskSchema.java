package io.aleff.htn.compiled;

import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A task, compound or primitive.
 *
 * @param hidden whether it came from splitting an action, and plans do not show it
 * @param action null for a compound task
 * @param methods empty for a primitive task
 */
public record TaskSchema(
    String name,
    List<BitSet> domains,
    boolean hidden,
    @Nullable ActionSchema action,
    List<MethodSchema> methods) {

  public TaskSchema {
    domains = List.copyOf(domains);
    methods = List.copyOf(methods);
  }

  public boolean isPrimitive() {
    return action != null;
  }

  TaskSchema with(List<MethodSchema> others) {
    return new TaskSchema(name, domains, hidden, action, others);
  }
}
