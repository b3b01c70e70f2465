package io.aleff.htn.lifted;

import org.jspecify.annotations.Nullable;

/** The tasks still to be done, first one on top; shared between search nodes, never changed. */
final class Pending {

  final int task;
  final int[] arguments;
  final @Nullable Pending next;
  final long hash;
  final int level;

  Pending(int task, int[] arguments, int level, @Nullable Pending next) {
    this.task = task;
    this.arguments = arguments;
    this.next = next;
    this.level = level;
    long own = Hashing.mix(task);
    for (int argument : arguments) {
      own = Hashing.mix(own ^ argument);
    }
    this.hash = Hashing.mix(own + 31 * (next == null ? 7 : next.hash));
  }
}
