package io.aleff.htn;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/** The order of a plan's steps, and which of them may have written a value last. */
final class Timeline {

  private final WorldState start;
  private final List<BitSet> ancestors = new ArrayList<>();
  private final List<BitSet> descendants = new ArrayList<>();
  private final Map<Fact, Map<Integer, String>> writers = new HashMap<>();
  private final Map<Fact, BitSet> writersOfFact = new HashMap<>();
  private final Map<String, BitSet> writersByName = new HashMap<>();

  /**
   * @param past ids of the steps whose effects {@code start} shows
   */
  Timeline(WorldState start, List<PlanStep> steps, Set<String> past) {
    this.start = start;
    Map<String, Integer> numbers = new HashMap<>();
    for (PlanStep step : steps) {
      BitSet before = new BitSet();
      for (String id : step.after()) {
        Integer number = numbers.get(id);
        if (number != null) {
          before.set(number);
          before.or(ancestors.get(number));
        }
      }
      int number = ancestors.size();
      ancestors.add(before);
      descendants.add(new BitSet());
      before.stream().forEach(b -> descendants.get(b).set(number));
      numbers.putIfAbsent(step.id(), number);
      if (!past.contains(step.id())) {
        step.delete().forEach(fact -> write(fact, number, "false"));
        step.add().forEach(fact -> write(fact, number, "true"));
        step.numbers().forEach((fluent, value) -> write(fluent, number, plain(value)));
      }
    }
  }

  private void write(Fact fact, int step, String value) {
    writers.computeIfAbsent(fact, k -> new LinkedHashMap<>()).put(step, value);
    writersOfFact.computeIfAbsent(fact, k -> new BitSet()).set(step);
    writersByName.computeIfAbsent(fact.predicate(), k -> new BitSet()).set(step);
  }

  private static String plain(BigDecimal value) {
    return Literals.plain(value);
  }

  BitSet ancestors(int step) {
    return ancestors.get(step);
  }

  int size() {
    return ancestors.size();
  }

  BitSet writersOf(Set<String> names) {
    BitSet found = new BitSet();
    names.forEach(name -> found.or(writersByName.getOrDefault(name, new BitSet())));
    return found;
  }

  /** The moment just before a step. */
  Moment before(int step) {
    BitSet after = (BitSet) descendants.get(step).clone();
    after.set(step);
    return between(ancestors.get(step), after);
  }

  /** The moment after everything. */
  Moment end() {
    BitSet all = new BitSet();
    all.set(0, ancestors.size());
    return between(all, new BitSet());
  }

  /** A moment after some steps and before others; the rest may have happened or not. */
  Moment between(BitSet before, BitSet after) {
    return (fact, numeric) -> {
      Map<Integer, String> all = writers.getOrDefault(fact, Map.of());
      BitSet earlier = new BitSet();
      earlier.or(writersOfFact.getOrDefault(fact, new BitSet()));
      BitSet open = (BitSet) earlier.clone();
      earlier.and(before);
      open.andNot(before);
      open.andNot(after);
      Set<String> values = new LinkedHashSet<>();
      if (earlier.isEmpty()) {
        values.add(initial(fact, numeric));
      }
      for (int s = earlier.length() - 1; s >= 0; s = earlier.previousSetBit(s - 1)) {
        values.add(Objects.requireNonNull(all.get(s)));
        earlier.andNot(ancestors.get(s));
      }
      open.stream().forEach(s -> values.add(Objects.requireNonNull(all.get(s))));
      return values;
    };
  }

  private String initial(Fact fact, boolean numeric) {
    if (!numeric) {
      return String.valueOf(start.facts().contains(fact));
    }
    BigDecimal value = start.numbers().get(fact);
    return value == null ? "undefined" : plain(value);
  }

  /** These steps and all that come before them. */
  BitSet downwards(BitSet steps) {
    BitSet all = new BitSet();
    for (int s = steps.length() - 1; s >= 0; s = steps.previousSetBit(s - 1)) {
      if (!all.get(s)) {
        all.set(s);
        all.or(ancestors.get(s));
      }
    }
    return all;
  }

  /** These steps and all that come after them. */
  BitSet upwards(BitSet steps) {
    BitSet all = new BitSet();
    for (int s = steps.nextSetBit(0); s >= 0; s = steps.nextSetBit(s + 1)) {
      if (!all.get(s)) {
        all.set(s);
        all.or(descendants.get(s));
      }
    }
    return all;
  }
}
