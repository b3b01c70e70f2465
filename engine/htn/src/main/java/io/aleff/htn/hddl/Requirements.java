package io.aleff.htn.hddl;

import io.aleff.htn.Domain;
import io.aleff.htn.Formula;
import java.util.ArrayList;
import java.util.List;

/** The requirements that a domain has, found in its text: all of them are read everywhere. */
final class Requirements {

  private Requirements() {}

  static List<String> of(Domain domain, boolean costs) {
    List<String> all = new ArrayList<>(List.of(":typing", ":hierarchy", ":negative-preconditions"));
    boolean methods =
        domain.tasks().values().stream()
            .flatMap(t -> t.methods().stream())
            .anyMatch(m -> !m.precondition().equals(Formula.TRUE));
    if (methods) {
      all.add(":method-preconditions");
    }
    all.addAll(List.of(":equality", ":disjunctive-preconditions", ":universal-preconditions"));
    all.addAll(List.of(":existential-preconditions", ":conditional-effects"));
    if (costs) {
      all.add(":action-costs");
    }
    if (!domain.functions().isEmpty()) {
      all.add(":numeric-fluents");
    }
    return all;
  }
}
