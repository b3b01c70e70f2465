package io.aleff.htn;

import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps of a sequence of events (steps, and decompositions between them) only the order that is
 * needed: what methods declare, and what a later event reads or writes otherwise.
 */
public final class PlanOrder {

  private final Deordering deordering = new Deordering();
  private final Set<Integer> steps = new HashSet<>();

  /**
   * Adds the next event of the sequence.
   *
   * @return its number
   */
  public int add(boolean isStep, Map<Fact, String> reads, Map<Fact, String> writes) {
    int event = deordering.add(reads, writes);
    if (isStep) {
      steps.add(event);
    }
    return event;
  }

  /** A declared order: the first event comes before the second. */
  public void order(int first, int second) {
    deordering.order(first, second);
  }

  /** For each event the steps it directly waits for. */
  public List<BitSet> waitsFor() {
    return Precedence.reduced(deordering.direct(), steps);
  }
}
