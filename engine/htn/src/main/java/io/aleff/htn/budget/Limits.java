package io.aleff.htn.budget;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;

/**
 * Time, nodes and memory that are left, shared by the threads of one portfolio. Costs next to
 * nothing to ask: the heap is looked at every few thousand units of work.
 */
public final class Limits {

  /** Units of work between two looks at clock, heap and caller. */
  private static final int OFTEN = 4096;

  private static final long PAUSE = 2_000_000_000L;

  /** What one node counts for, in the units of {@link #work}. */
  private static final long NODE = 16;

  private final long end;
  private final long nodes;
  private final long memory;
  private final BooleanSupplier cancelled;
  private final AtomicLong collectedAt;
  private final Clock clock;
  private long used;

  /** Counts work; shared by all parts of one line of searches. */
  private static final class Clock {
    private long ticks;
    private long checkedAt;
  }

  private Limits(
      long end,
      long nodes,
      long memory,
      BooleanSupplier cancelled,
      AtomicLong collectedAt,
      Clock clock) {
    this.clock = clock;
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
    return new Limits(
        now + nanos, nodes, memory, cancelled, new AtomicLong(now - PAUSE), new Clock());
  }

  /** The same limits with a count of nodes of their own, which is no larger, and less time. */
  public Limits part(long nanos, long fewer) {
    long soon = Math.min(end - System.nanoTime(), nanos) + System.nanoTime();
    return new Limits(soon, Math.min(nodes - used, fewer), memory, cancelled, collectedAt, clock);
  }

  /**
   * The same limits, with a count of work of their own, that also end when {@code stop} says so.
   *
   * @param stop given the work done so far, asked from the thread that does it
   */
  public Limits until(LongPredicate stop) {
    Clock own = new Clock();
    return new Limits(
        end,
        nodes,
        memory,
        () -> cancelled.getAsBoolean() || stop.test(own.ticks),
        collectedAt,
        own);
  }

  /** Counts work that takes as long for each unit, whatever the search: some ten nanoseconds. */
  public void work(long units) {
    clock.ticks += units;
    if (clock.ticks - clock.checkedAt >= OFTEN) {
      check();
    }
  }

  /** The work that was done, nodes included. The same on every machine. */
  public long worked() {
    return clock.ticks;
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
    work(NODE);
    if (++used > nodes) {
      throw new LimitReached(LimitReached.Limit.NODES);
    }
  }

  /**
   * Looks at the clock and the heap now.
   *
   * @throws LimitReached when a limit is passed
   */
  public void check() {
    clock.checkedAt = clock.ticks;
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
