package io.aleff.htn;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The variables that an expression may use, with their types. */
final class Scope {

  private final Map<String, String> types = new LinkedHashMap<>();

  private Scope() {}

  static Scope of(Collection<Parameter> variables) {
    return new Scope().with(variables);
  }

  static Scope empty() {
    return new Scope();
  }

  /** This scope with more variables; an inner one hides an outer one of the same name. */
  Scope with(Collection<Parameter> more) {
    Scope inner = new Scope();
    inner.types.putAll(types);
    more.forEach(p -> inner.types.put(p.name(), p.type()));
    return inner;
  }

  /** This scope where a condition holds: what it says to be of a more special type is of that. */
  Scope given(Formula condition, Types hierarchy) {
    List<Parameter> narrower = new ArrayList<>();
    for (Formula part : Formulas.conjuncts(condition)) {
      if (part instanceof Formula.IsA isA) {
        String name = isA.term().toString();
        String known = types.get(name);
        if (known != null && hierarchy.isA(isA.type(), known)) {
          narrower.add(new Parameter(name, isA.type()));
        }
      }
    }
    return with(narrower);
  }

  @Nullable String type(String name) {
    return types.get(name);
  }

  List<String> names() {
    return List.copyOf(types.keySet());
  }
}
