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
  private final Set<String> declared = new HashSet<>();
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

  boolean declaredHere(String name) {
    return declared.contains(name);
  }

  boolean usedHere(String name) {
    return used.contains(name);
  }

  void add(String name, int slot) {
    slots.put(name, slot);
  }

  void declare(String name, int slot) {
    slots.put(name, slot);
    declared.add(name);
  }
}
