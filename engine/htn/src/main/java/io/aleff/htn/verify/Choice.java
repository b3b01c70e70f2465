package io.aleff.htn.verify;

import io.aleff.htn.Formula;
import io.aleff.htn.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/** Whether a condition can be satisfied by some choice of the variables that nothing binds. */
final class Choice {

  private final World objects;
  private final History history;
  private final IdentityHashMap<Formula, String> texts = new IdentityHashMap<>();

  Choice(World objects, History history) {
    this.objects = objects;
    this.history = history;
  }

  boolean exists(List<Formula> parts, List<Parameter> open, Map<String, String> binding, int at) {
    List<Formula> later = new ArrayList<>();
    for (Formula part : parts) {
      if (open.stream().anyMatch(v -> mentions(part, v.name()))) {
        later.add(part);
      } else if (!history.holds(part, binding, at)) {
        return false;
      }
    }
    if (open.isEmpty()) {
      return true;
    }
    Parameter variable = open.getFirst();
    Map<String, String> extended = new HashMap<>(binding);
    for (String object : objects.of(variable.type())) {
      extended.put(variable.name(), object);
      if (exists(later, open.subList(1, open.size()), extended, at)) {
        return true;
      }
    }
    return false;
  }

  /** May say yes too often: that only costs time. */
  private boolean mentions(Formula part, String variable) {
    return texts.computeIfAbsent(part, Formula::toString).contains(variable);
  }

  /** The parts of a conjunction. */
  static List<Formula> parts(Formula formula) {
    List<Formula> parts = new ArrayList<>();
    if (formula instanceof Formula.And and) {
      and.parts().forEach(part -> parts.addAll(parts(part)));
    } else {
      parts.add(formula);
    }
    return parts;
  }
}
