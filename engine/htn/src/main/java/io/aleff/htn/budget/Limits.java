package io.aleff.htn.budget;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * Time, nodes and memory that are left, shared by the threads of one portfolio. Costs next to
 * nothing to ask: the heap is looked at every few hundred nodes.
 */
public final class Limits {

  private static final int EVERY = 256;
  private static final long PAUSE = 2_000_000_000L;

  private final long end;
  private final long nodes;
  private final long memory;
  private final BooleanSupplier cancelled;
  private final AtomicLong collectedAt;
  private long used;

  private Limits(
      long end, long nodes, long memory, BooleanSupplier cancelled, AtomicLong collectedAt) {
    this.end = end;
    this.nodes = nodes;
    this.memory = memory;
    this.cancelled = cancelled;
    this.collectedAt = collectedAt;
  }

  /**
   * @param nanos from now on
   * @param nodes that may be expanded
   * @param memory bytes of heap that may be in use, of the whole process
   * @param cancelled asked often, from the searching threads
   */
  public static Limits of(long nanos, long nodes, long memory, BooleanSupplier cancelled) {
    long now = System.nanoTime();
    return new Limits(now + nanos, nodes, memory, cancelled, new AtomicLong(now - PAUSE));
  }

  /** The same limits with a count of nodes of their own, which is no larger, and less time. */
  public Limits part(long nanos, long fewer) {
    long soon = Math.min(end - System.nanoTime(), nanos) + System.nanoTime();
    return new Limits(soon, Math.min(nodes - used, fewer), memory, cancelled, collectedAt);
  }

  /** The same limits that also end when {@code stop} says so. */
  public Limits until(BooleanSupplier stop) {
    return new Limits(
        end, nodes, memory, () -> cancelled.getAsBoolean() || stop.getAsBoolean(), collectedAt);
  }

  /**
   * Counts the nodes that a part has used.
   *
   * @throws LimitReached when no more are left
   */
  public void spend(Limits part) {
    used += part.used;
    if (used >= nodes) {
      throw new LimitReached(LimitReached.Limit.NODES);
    }
  }

  public long nanosLeft() {
    return end - System.nanoTime();
  }

  /**
   * Counts one node.
   *
   * @throws LimitReached when a limit is passed
   */
  public void charge() {
    if (++used > nodes) {
      throw new LimitReached(LimitReached.Limit.NODES);
    }
    if (used % EVERY == 0) {
      check();
    } else if (System.nanoTime() - end > 0) {
      throw new LimitReached(LimitReached.Limit.TIME);
    }
  }

  /**
   * Looks at the clock and the heap now.
   *
   * @throws LimitReached when a limit is passed
   */
  public void check() {
    if (cancelled.getAsBoolean()) {
      throw new LimitReached(LimitReached.Limit.CANCELLED);
    }
    if (System.nanoTime() - end > 0) {
      throw new LimitReached(LimitReached.Limit.TIME);
    }
    if (inUse() > memory && !collected()) {
      throw new LimitReached(LimitReached.Limit.MEMORY);
    }
  }

  private static long inUse() {
    Runtime runtime = Runtime.getRuntime();
    return runtime.totalMemory() - runtime.freeMemory();
  }

  /** Whether a collection, at most one every few seconds, frees a fifth of the limit. */
  private boolean collected() {
    long last = collectedAt.get();
    long now = System.nanoTime();
    if (now - last < PAUSE) {
      return inUse() < memory + memory / 10;
    }
    if (collectedAt.compareAndSet(last, now)) {
      System.gc();
      collectedAt.set(System.nanoTime());
    }
    return inUse() < memory - memory / 5;
  }
}
