package io.aleff.htn;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Keeps of a sequence only the order it needs: what was declared, and what a later event reads or
 * writes otherwise than an earlier one left it. Every sequence of events that respects the result
 * then does the same (Mazurkiewicz traces), so all of them are executable.
 */
final class Deordering {

  /** Accesses to one fact while it had one value: no order among them. */
  private static final class Era {
    private final String value;
    private final List<Integer> readers = new ArrayList<>();
    private final List<Integer> writers = new ArrayList<>();

    Era(String value) {
      this.value = value;
    }
  }

  private final List<BitSet> before = new ArrayList<>();
  private final Map<Fact, Era> current = new HashMap<>();
  private final Map<Fact, Era> previous = new HashMap<>();

  /** Adds the next event of the sequence and answers its number. */
  int add(Map<Fact, String> reads, Map<Fact, String> writes) {
    int event = before.size();
    BitSet direct = new BitSet();
    reads.forEach((fact, value) -> read(event, fact, value, direct));
    writes.forEach((fact, value) -> write(event, fact, value, direct));
    before.add(direct);
    return event;
  }

  /** Forgets why an event comes after others: it has already happened. */
  void settle(int event) {
    before.get(event).clear();
  }

  /** A declared order: the first event comes before the second. */
  void order(int first, int second) {
    before.get(second).set(first);
  }

  private void read(int event, Fact fact, String value, BitSet direct) {
    Era era = current.computeIfAbsent(fact, k -> new Era(value));
    era.writers.forEach(direct::set);
    if (!era.value.equals(value)) {
      // The world was observed to differ from what finished steps left.
      previous.put(fact, era);
      era = new Era(value);
      current.put(fact, era);
    }
    era.readers.add(event);
  }

  private void write(int event, Fact fact, String value, BitSet direct) {
    Era era = current.get(fact);
    if (era == null || !era.value.equals(value)) {
      if (era != null) {
        previous.put(fact, era);
      }
      era = new Era(value);
      current.put(fact, era);
    }
    Era earlier = previous.get(fact);
    if (earlier != null) {
      earlier.writers.stream().filter(e -> e != event).forEach(direct::set);
      earlier.readers.stream().filter(e -> e != event).forEach(direct::set);
    }
    era.writers.add(event);
  }

  List<BitSet> direct() {
    return before;
  }
}
