package io.aleff.htn.lifted;

import org.jspecify.annotations.Nullable;

/** The tasks still to be done, first one on top; shared between search nodes, never changed. */
final class Pending {

  final int task;
  final int[] arguments;
  final @Nullable Pending next;
  final long hash;
  final int level;

  /** The effort that counts for it; shared with the task whose last subtask it is. */
  final Effort effort;

  /** Whether the effort begins with this task. */
  final boolean first;

  Pending(int task, int[] arguments, int level, @Nullable Pending next, @Nullable Effort shared) {
    this.first = shared == null;
    this.effort = shared == null ? new Effort() : shared;
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
