package io.aleff.htn.search;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The nodes that wait for their expansion, best first. When the best estimate has not become better
 * for long, every other node is one of a randomly chosen type, a type being an estimate and a depth
 * (Xie, Müller, Holte, Imai: Type-based exploration with multiple search queues, 2014).
 */
final class Frontier<N extends Frontier.Entry> {

  /** Expansions without a better estimate after which exploration begins. */
  private static final int PATIENCE = 2_000;

  /** A node. */
  abstract static class Entry {
    private final int depth;
    private int estimate;
    private long key;
    private long order;
    private boolean taken;

    /**
     * @param depth how many choices led to it
     */
    Entry(int depth) {
      this.depth = depth;
    }

    int depth() {
      return depth;
    }
  }

  private final PriorityQueue<N> best = new PriorityQueue<>(Frontier::compare);
  private final SplittableRandom random;
  private @Nullable Map<Long, List<N>> types;
  private final List<List<N>> buckets = new ArrayList<>();
  private long created;
  private int least = Integer.MAX_VALUE;
  private int stalled;

  Frontier(long seed) {
    this.random = new SplittableRandom(seed);
  }

  /** The newest of equally good nodes comes first. */
  private static int compare(Entry a, Entry b) {
    return a.key != b.key ? Long.compare(a.key, b.key) : Long.compare(b.order, a.order);
  }

  /**
   * @param estimate of what is left
   * @param key by which nodes are ordered, smallest first
   */
  void add(N node, int estimate, long key) {
    Entry entry = node;
    entry.estimate = estimate;
    entry.key = key;
    entry.order = created++;
    best.add(node);
    if (types != null) {
      classify(types, node);
    }
    if (estimate < least) {
      least = estimate;
      stalled = 0;
    }
  }

  /** Takes a node again whose expansion was interrupted. */
  void putBack(N node) {
    ((Entry) node).taken = false;
    best.add(node);
  }

  /** The next node to be expanded; null when none is left. */
  @Nullable N next() {
    stalled++;
    if (stalled > PATIENCE) {
      Map<Long, List<N>> known = types;
      if (known == null) {
        known = new HashMap<>();
        types = known;
        for (N node : best) {
          classify(known, node);
        }
      }
      if (stalled % 2 == 0) {
        N node = ofAnyType();
        if (node != null) {
          return node;
        }
      }
    }
    N node = best.poll();
    while (node != null && ((Entry) node).taken) {
      node = best.poll();
    }
    return take(node);
  }

  private @Nullable N take(@Nullable N node) {
    if (node != null) {
      ((Entry) node).taken = true;
    }
    return node;
  }

  private void classify(Map<Long, List<N>> known, N node) {
    Entry entry = node;
    if (!entry.taken) {
      List<N> bucket =
          known.computeIfAbsent(
              ((long) entry.estimate << 32) | entry.depth, t -> new ArrayList<>());
      if (bucket.isEmpty()) {
        buckets.add(bucket);
      }
      bucket.add(node);
    }
  }

  private @Nullable N ofAnyType() {
    while (!buckets.isEmpty()) {
      int chosen = random.nextInt(buckets.size());
      List<N> bucket = buckets.get(chosen);
      while (!bucket.isEmpty()) {
        N node = removeFrom(bucket, random.nextInt(bucket.size()));
        if (bucket.isEmpty()) {
          removeFrom(buckets, chosen);
        }
        if (!((Entry) node).taken) {
          return take(node);
        }
      }
    }
    return null;
  }

  private static <E> E removeFrom(List<E> list, int place) {
    E last = list.removeLast();
    return place == list.size() ? last : list.set(place, last);
  }
}
