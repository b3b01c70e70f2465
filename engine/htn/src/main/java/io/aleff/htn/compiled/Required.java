package io.aleff.htn.compiled;

import io.aleff.htn.relation.Atom;
import io.aleff.htn.relation.Pair;
import io.aleff.htn.relation.Query;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Conditions that must hold, over the variables of a task or a method. */
record Required(Set<Atom> positive, Set<Atom> negative, Set<Pair> pairs) {

  static Required none() {
    return new Required(new LinkedHashSet<>(), new LinkedHashSet<>(), new LinkedHashSet<>());
  }

  static Required of(Query query) {
    Required all = none();
    all.positive.addAll(query.positive());
    all.negative.addAll(query.negative());
    all.pairs.addAll(query.pairs());
    return all;
  }

  void retain(Required other) {
    positive.retainAll(other.positive);
    negative.retainAll(other.negative);
    pairs.retainAll(other.pairs);
  }

  /** Only what speaks about nothing but the first {@code parameters} variables. */
  Required about(int parameters) {
    Required some = none();
    positive.stream().filter(a -> within(a.terms(), parameters)).forEach(some.positive::add);
    negative.stream().filter(a -> within(a.terms(), parameters)).forEach(some.negative::add);
    pairs.stream()
        .filter(p -> within(List.of(p.left(), p.right()), parameters))
        .forEach(some.pairs::add);
    return some;
  }

  private static boolean within(List<Integer> terms, int parameters) {
    return terms.stream().allMatch(t -> t < parameters);
  }

  Query over(Query query) {
    return new Query(
        query.domains(), List.copyOf(positive), List.copyOf(negative), List.copyOf(pairs));
  }
}
