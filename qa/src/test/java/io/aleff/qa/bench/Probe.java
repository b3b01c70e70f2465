package io.aleff.qa.bench;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * The work of one step, the same on both sides, and how long each run took from the end of one
 * step's work to the beginning of the next one's: what carrying a step costs.
 */
final class Probe {

  private final int work;
  private final Map<String, Long> ended = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Long> gaps = new ConcurrentLinkedQueue<>();

  Probe(int work) {
    this.work = work;
  }

  void step(String run) throws InterruptedException {
    Long before = ended.get(run);
    if (before != null) {
      gaps.add(System.nanoTime() - before);
    }
    if (work > 0) {
      TimeUnit.MILLISECONDS.sleep(work);
    }
    ended.put(run, System.nanoTime());
  }

  /** What was seen since the last call. */
  Collection<Long> drain() {
    Collection<Long> seen = new ConcurrentLinkedQueue<>(gaps);
    gaps.clear();
    ended.clear();
    return seen;
  }
}
