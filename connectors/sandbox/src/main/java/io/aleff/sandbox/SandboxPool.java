package io.aleff.sandbox;

import io.aleff.connector.SandboxProfile;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sandboxes that are started before they are needed, each for one execution. As many wait for each
 * profile and limits as were asked for at once lately; one thread starts and ends them, so that no
 * execution waits for that.
 */
final class SandboxPool implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SandboxPool.class);
  private static final long LOOK = TimeUnit.SECONDS.toNanos(1);

  /** A program that has just been started comes before the next one's sandbox. */
  private static final long HEAD_START = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long CLOSE_MILLIS = 30_000;
  private static final long FIRST_PAUSE = TimeUnit.SECONDS.toNanos(1);
  private static final long LONGEST_PAUSE = TimeUnit.MINUTES.toNanos(1);

  private final SandboxSettings.Pool settings;
  private final Starter starter;
  private final BooleanSupplier memoryShort;
  private final LongSupplier nanos;
  private final boolean kept;
  private final Map<Key, Shelf> shelves = new HashMap<>();
  private final Deque<WarmSandbox> used = new ArrayDeque<>();
  private @Nullable Thread keeper;
  private boolean closed;
  private long due = Long.MAX_VALUE;
  private long hits;
  private long misses;
  private long started;
  private long discarded;

  /**
   * @param memoryShort whether all that wait have to end, and none may be started
   * @param nanos a clock that never goes back
   * @param kept whether a thread looks after it; else {@link #tidy} and {@link #fill} are called
   */
  SandboxPool(
      SandboxSettings.Pool settings,
      Starter starter,
      BooleanSupplier memoryShort,
      LongSupplier nanos,
      boolean kept) {
    this.kept = kept;
    this.settings = settings;
    this.starter = starter;
    this.memoryShort = memoryShort;
    this.nanos = nanos;
  }

  /** What sandboxes that can stand in for each other have in common. */
  record Key(SandboxProfile profile, SandboxLimits limits) {}

  /** Starts sandboxes that wait. */
  @FunctionalInterface
  interface Starter {

    /**
     * Starts all at once.
     *
     * @return those that wait now, at most {@code count}
     * @throws IOException when none does
     */
    List<WarmSandbox> start(Key key, int count) throws IOException, InterruptedException;
  }

  private record Waiting(WarmSandbox sandbox, long since) {}

  /** Those of one key. */
  private static final class Shelf {
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private final Demand demand = new Demand();
    private long asked;
    private long pause;
    private long notBefore = Long.MIN_VALUE;
  }

  /** A sandbox that waits, which the caller closes by {@link #discard}; empty when none does. */
  synchronized Optional<WarmSandbox> take(Key key) {
    if (closed) {
      return Optional.empty();
    }
    long now = nanos.getAsLong();
    Shelf shelf = asked(key);
    wake(HEAD_START);
    shelf.demand.record(TimeUnit.NANOSECONDS.toSeconds(now));
    WarmSandbox found = null;
    while (found == null && !shelf.waiting.isEmpty()) {
      Waiting oldest = shelf.waiting.removeFirst();
      if (isGood(oldest, now)) {
        found = oldest.sandbox();
      } else {
        used.add(oldest.sandbox());
        discarded++;
      }
    }
    return Optional.ofNullable(found);
  }

  private Shelf asked(Key key) {
    Shelf shelf = shelves.computeIfAbsent(key, any -> new Shelf());
    shelf.asked = nanos.getAsLong();
    return shelf;
  }

  synchronized void ran(boolean inWaiting) {
    hits += inWaiting ? 1 : 0;
    misses += inWaiting ? 0 : 1;
  }

  /** Takes a sandbox that was taken from here back, to be ended; nothing runs in it twice. */
  void discard(WarmSandbox sandbox) {
    synchronized (this) {
      if (!closed) {
        used.add(sandbox);
        wake(0);
        return;
      }
    }
    sandbox.close();
  }

  synchronized PoolCounts counts() {
    return new PoolCounts(waiting(), hits, misses, started, discarded);
  }

  private int waiting() {
    return shelves.values().stream().mapToInt(each -> each.waiting.size()).sum();
  }

  private boolean isGood(Waiting each, long now) {
    return now - each.since() < settings.oldest().toNanos() && each.sandbox().isHealthy();
  }

  /** Has the thread look after that time, in nanoseconds, at the latest. */
  private void wake(long within) {
    if (kept && keeper == null) {
      keeper = Thread.ofPlatform().daemon().name("sandbox-pool").start(this::keep);
    }
    due = Math.min(due, System.nanoTime() + within);
    notifyAll();
  }

  private void keep() {
    try {
      while (waitForChange()) {
        try {
          tidy();
          fill();
        } catch (RuntimeException e) {
          LOG.error("The pool of sandboxes failed; executions start their own.", e);
        }
      }
    } catch (InterruptedException over) {
      LOG.trace("The pool is closed.", over);
    }
  }

  private synchronized boolean waitForChange() throws InterruptedException {
    long look = System.nanoTime() + LOOK;
    while (!closed) {
      long left = (shelves.isEmpty() ? due : Math.min(due, look)) - System.nanoTime();
      if (left <= 0) {
        break;
      }
      TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, TimeUnit.MILLISECONDS.toNanos(1)));
    }
    due = Long.MAX_VALUE;
    return !closed;
  }

  /** Ends what was used, what is old, dead or too much, and everything while memory is short. */
  void tidy() {
    boolean drained = memoryShort.getAsBoolean();
    List<WarmSandbox> ending;
    synchronized (this) {
      long now = nanos.getAsLong();
      ending = new ArrayList<>(used);
      used.clear();
      for (Map.Entry<Key, Integer> each : allotted(now).entrySet()) {
        Shelf shelf = shelf(each.getKey());
        int wanted = drained ? 0 : each.getValue();
        for (Waiting one : List.copyOf(shelf.waiting)) {
          if (shelf.waiting.size() > wanted || !isGood(one, now)) {
            shelf.waiting.remove(one);
            ending.add(one.sandbox());
            discarded++;
          }
        }
      }
      shelves.values().removeIf(each -> each.waiting.isEmpty() && isForgotten(each, now));
    }
    end(ending);
  }

  /** Starts what is missing, unless memory is short. */
  void fill() throws InterruptedException {
    if (memoryShort.getAsBoolean()) {
      return;
    }
    for (Order each : missing()) {
      try {
        put(each, starter.start(each.key(), each.count()));
      } catch (IOException e) {
        putOff(each.key(), e);
      }
    }
  }

  private record Order(Key key, int count) {}

  private synchronized List<Order> missing() {
    List<Order> orders = new ArrayList<>();
    long now = nanos.getAsLong();
    for (Map.Entry<Key, Integer> each : allotted(now).entrySet()) {
      Shelf shelf = shelf(each.getKey());
      int count = each.getValue() - shelf.waiting.size();
      if (!closed && count > 0 && now >= shelf.notBefore) {
        orders.add(new Order(each.getKey(), count));
      }
    }
    return orders;
  }

  /** How many may wait for each key; those asked for last come first when room is short. */
  private Map<Key, Integer> allotted(long now) {
    List<Key> byTime = new ArrayList<>(shelves.keySet());
    byTime.sort(Comparator.comparingLong((Key key) -> shelf(key).asked).reversed());
    Map<Key, Integer> allotted = new LinkedHashMap<>();
    int room = settings.most();
    for (Key each : byTime) {
      int count = Math.min(room, wanted(shelf(each), now));
      allotted.put(each, count);
      room -= count;
    }
    return allotted;
  }

  private Shelf shelf(Key key) {
    return Objects.requireNonNull(shelves.get(key));
  }

  private int wanted(Shelf shelf, long now) {
    if (isForgotten(shelf, now)) {
      return 0;
    }
    int peak = shelf.demand.peak(TimeUnit.NANOSECONDS.toSeconds(now));
    return Math.min(settings.most(), Math.max(settings.least(), peak));
  }

  private boolean isForgotten(Shelf shelf, long now) {
    return now - shelf.asked >= settings.oldest().toNanos();
  }

  private void put(Order order, List<WarmSandbox> fresh) {
    synchronized (this) {
      started += fresh.size();
      Shelf shelf = shelves.get(order.key());
      if (!closed && shelf != null) {
        shelf.pause = 0;
        long now = nanos.getAsLong();
        fresh.forEach(each -> shelf.waiting.addLast(new Waiting(each, now)));
        notifyAll();
        return;
      }
      discarded += fresh.size();
    }
    end(fresh);
  }

  /** What failed is not tried again at once. */
  private synchronized void putOff(Key key, IOException e) {
    Shelf shelf = shelves.get(key);
    if (shelf == null || closed) {
      return;
    }
    shelf.pause = Math.min(LONGEST_PAUSE, Math.max(FIRST_PAUSE, 2 * shelf.pause));
    shelf.notBefore = nanos.getAsLong() + shelf.pause;
    LOG.warn(
        "No sandbox for {} can be started to wait; executions start their own. Again in {} s.",
        key.profile().name(),
        TimeUnit.NANOSECONDS.toSeconds(shelf.pause),
        e);
  }

  /**
   * Says that one will be asked for, and waits until one waits.
   *
   * @return false when none does in time
   */
  synchronized boolean prepare(Key key, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    if (!closed && asked(key).waiting.isEmpty()) {
      wake(0);
    }
    while (!closed) {
      if (!asked(key).waiting.isEmpty()) {
        return true;
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return false;
  }

  /** Ends everything that waits; nothing can be taken afterwards. */
  @Override
  public void close() {
    Thread ending;
    synchronized (this) {
      closed = true;
      notifyAll();
      ending = keeper;
    }
    if (ending != null) {
      // Not interrupted: what it is ending has to be ended whole.
      join(ending);
    }
    List<WarmSandbox> left = new ArrayList<>();
    synchronized (this) {
      left.addAll(used);
      used.clear();
      for (Shelf each : shelves.values()) {
        each.waiting.forEach(one -> left.add(one.sandbox()));
        discarded += each.waiting.size();
      }
      shelves.clear();
    }
    end(left);
  }

  /** One that cannot be ended must not keep the others alive. */
  private static void end(List<WarmSandbox> sandboxes) {
    for (WarmSandbox each : sandboxes) {
      try {
        each.close();
      } catch (RuntimeException e) {
        LOG.error("A sandbox of the pool cannot be ended.", e);
      }
    }
  }

  private static void join(Thread thread) {
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (thread.isAlive()) {
      LOG.warn("The pool of sandboxes does not end.");
    }
  }
}
