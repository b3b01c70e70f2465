package io.aleff.htn;

import java.util.Map;

/** An argument: a variable, or the name of an object or a literal. */
public sealed interface Term {

  /** A parameter, a method variable or a quantified variable. */
  record Variable(String name) implements Term {
    @Override
    public String toString() {
      return name;
    }
  }

  /** An object, or a literal of type {@code string} or {@code number}. */
  record Constant(String value) implements Term {
    @Override
    public String toString() {
      return value;
    }
  }

  /** The value under a binding; a variable without one keeps its own name. */
  default String under(Map<String, String> binding) {
    return switch (this) {
      case Variable variable -> binding.getOrDefault(variable.name(), variable.name());
      case Constant constant -> constant.value();
    };
  }
}
