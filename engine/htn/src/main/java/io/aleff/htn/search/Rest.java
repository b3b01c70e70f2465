package io.aleff.htn.search;

import org.jspecify.annotations.Nullable;

/** Tasks still to be done in total order; shared between nodes. */
final class Rest {

  final int task;
  final @Nullable Rest next;
  final long hash;
  final int length;

  Rest(int task, @Nullable Rest next) {
    this.task = task;
    this.next = next;
    this.length = next == null ? 1 : next.length + 1;
    long h = (next == null ? 0x2545F491L : next.hash) + task + 1;
    h = (h ^ (h >>> 31)) * 0xBF58476D1CE4E5B9L;
    this.hash = h ^ (h >>> 29);
  }
}
