package io.aleff.rego.compile;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The variables of a body; looks outwards for what it does not have. */
final class Scope {

  private final @Nullable Scope parent;
  private final Map<String, Integer> slots = new HashMap<>();
  private final Map<String, Boolean> declared = new HashMap<>();
  private final Set<String> parameters = new HashSet<>();
  private final Set<String> used = new HashSet<>();

  Scope(@Nullable Scope parent) {
    this.parent = parent;
  }

  @Nullable Integer find(String name) {
    used.add(name);
    Integer own = slots.get(name);
    return own != null || parent == null ? own : parent.find(name);
  }

  Map<String, Integer> slots() {
    return slots;
  }

  boolean knows(String name) {
    return slots.containsKey(name) || (parent != null && parent.knows(name));
  }

  /** Why a name must not be declared in this body, or null when it may. */
  @Nullable String redeclared(String name) {
    Boolean assigned = declared.get(name);
    if (assigned != null) {
      return "var " + name + (assigned ? " assigned above" : " declared above");
    }
    if (parent != null && parent.parameters.contains(name)) {
      return "arg " + name + " redeclared";
    }
    return used.contains(name) && (slots.containsKey(name) || !knows(name))
        ? "var " + name + " referenced above"
        : null;
  }

  /** A variable of a parameter. */
  void parameter(String name, int slot) {
    slots.put(name, slot);
    parameters.add(name);
  }

  void add(String name, int slot) {
    slots.put(name, slot);
  }

  /**
   * @param assigned whether by {@code :=}
   */
  void declare(String name, int slot, boolean assigned) {
    slots.put(name, slot);
    declared.put(name, assigned);
  }
}
