package io.aleff.htn;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The world during the search: changed in place, restored on backtracking, indexed by predicate and
 * by each argument, with a hash kept up to date.
 */
final class SearchState {

  private record Slot(String predicate, int position, String value) {}

  /** What one action changed, to take it back. */
  record Change(List<Fact> added, List<Fact> removed, Map<Fact, @Nullable BigDecimal> numbers) {}

  private final Map<String, Set<Fact>> byPredicate = new HashMap<>();
  private final Map<Slot, Set<Fact>> byArgument = new HashMap<>();
  private final Map<Fact, BigDecimal> numbers = new HashMap<>();
  private Hash hash = Hash.ZERO;

  SearchState(WorldState state) {
    state.facts().forEach(this::insert);
    state.numbers().forEach(this::set);
  }

  boolean contains(Fact fact) {
    return byPredicate.getOrDefault(fact.predicate(), Set.of()).contains(fact);
  }

  @Nullable BigDecimal number(Fact fluent) {
    return numbers.get(fluent);
  }

  /** A copy that does not change. */
  WorldState snapshot(Map<String, String> objects) {
    Set<Fact> facts = new LinkedHashSet<>();
    byPredicate.values().forEach(facts::addAll);
    return new WorldState(objects, Ordered.set(facts), Ordered.map(new LinkedHashMap<>(numbers)));
  }

  Hash hash() {
    return hash;
  }

  /**
   * The smallest indexed set that contains all facts of this shape.
   *
   * @param known the arguments, null where any value will do
   */
  Collection<Fact> candidates(String predicate, List<@Nullable String> known) {
    Collection<Fact> best = byPredicate.getOrDefault(predicate, Set.of());
    for (int i = 0; i < known.size(); i++) {
      String value = known.get(i);
      if (value != null && !best.isEmpty()) {
        Collection<Fact> slot = byArgument.getOrDefault(new Slot(predicate, i, value), Set.of());
        best = slot.size() < best.size() ? slot : best;
      }
    }
    return best;
  }

  Change apply(Outcome outcome) {
    Change change = new Change(new ArrayList<>(), new ArrayList<>(), new LinkedHashMap<>());
    for (Fact fact : outcome.delete()) {
      if (remove(fact)) {
        change.removed().add(fact);
      }
    }
    for (Fact fact : outcome.add()) {
      if (insert(fact)) {
        change.added().add(fact);
      }
    }
    outcome
        .numbers()
        .forEach(
            (fluent, value) -> {
              change.numbers().put(fluent, numbers.get(fluent));
              set(fluent, value);
            });
    return change;
  }

  void undo(Change change) {
    change.added().forEach(this::remove);
    change.removed().forEach(this::insert);
    change
        .numbers()
        .forEach(
            (fluent, before) -> {
              if (before == null) {
                BigDecimal now = numbers.remove(fluent);
                hash = hash.xor(Hash.of(fluent, String.valueOf(now)));
              } else {
                set(fluent, before);
              }
            });
  }

  private boolean insert(Fact fact) {
    Set<Fact> all = byPredicate.computeIfAbsent(fact.predicate(), k -> new LinkedHashSet<>());
    if (!all.add(fact)) {
      return false;
    }
    for (int i = 0; i < fact.arguments().size(); i++) {
      byArgument
          .computeIfAbsent(
              new Slot(fact.predicate(), i, fact.arguments().get(i)), k -> new LinkedHashSet<>())
          .add(fact);
    }
    hash = hash.xor(Hash.of(fact, "true"));
    return true;
  }

  private boolean remove(Fact fact) {
    Set<Fact> all = byPredicate.get(fact.predicate());
    if (all == null || !all.remove(fact)) {
      return false;
    }
    for (int i = 0; i < fact.arguments().size(); i++) {
      Set<Fact> slot = byArgument.get(new Slot(fact.predicate(), i, fact.arguments().get(i)));
      if (slot != null) {
        slot.remove(fact);
      }
    }
    hash = hash.xor(Hash.of(fact, "true"));
    return true;
  }

  private void set(Fact fluent, BigDecimal value) {
    BigDecimal plain = new BigDecimal(Literals.plain(value));
    BigDecimal before = numbers.put(fluent, plain);
    if (before != null) {
      hash = hash.xor(Hash.of(fluent, before.toString()));
    }
    hash = hash.xor(Hash.of(fluent, plain.toString()));
  }
}
