package io.aleff.guardrail.drl;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Which variables are bound where. */
final class Scope {

  /**
   * @param factType name of the fact type when the kind is {@link Kind#FACT}
   */
  record Type(Kind kind, @Nullable String factType) {}

  private final @Nullable Scope outer;
  private boolean permissive;
  private final Map<String, Type> variables = new HashMap<>();

  Scope(@Nullable Scope outer) {
    this.outer = outer;
  }

  /** Knows every variable, so that a broken condition does not also break the consequence. */
  static Scope permissive() {
    Scope scope = new Scope(null);
    scope.permissive = true;
    return scope;
  }

  void bind(String variable, Type type) {
    variables.put(variable, type);
  }

  @Nullable Type find(String variable) {
    Type here = variables.get(variable);
    if (here == null && permissive) {
      return new Type(Kind.WRONG, null);
    }
    return here != null || outer == null ? here : outer.find(variable);
  }

  Set<String> names() {
    Set<String> names = new TreeSet<>(variables.keySet());
    if (outer != null) {
      names.addAll(outer.names());
    }
    return names;
  }
}
