package io.aleff.htn.lifted;

import org.jspecify.annotations.Nullable;

/** The tasks still to be done, first one on top; shared between search nodes, never changed. */
final class Pending {

  final int task;
  final int[] arguments;
  final @Nullable Pending next;
  final long hash;
  final int level;

  /** Of the task alone, without those that follow. */
  final long own;

  /** The task that it is a subtask of; null at the top. */
  final @Nullable Pending above;

  /** The effort that counts for it; shared with the task whose last subtask it is. */
  final Effort effort;

  /** Whether the effort begins with this task. */
  final boolean first;

  Pending(
      int task,
      int[] arguments,
      @Nullable Pending above,
      @Nullable Pending next,
      @Nullable Effort shared) {
    this.first = shared == null;
    this.effort = shared == null ? new Effort() : shared;
    this.task = task;
    this.arguments = arguments;
    this.next = next;
    this.above = above;
    this.level = above == null ? 0 : above.level + 1;
    long own = Hashing.mix(task);
    for (int argument : arguments) {
      own = Hashing.mix(own ^ argument);
    }
    this.own = own;
    this.hash = Hashing.mix(own + 31 * (next == null ? 7 : next.hash));
  }

  /** Whether it is a subtask, at any depth, of the same task with the same arguments. */
  boolean repeats() {
    for (Pending at = above; at != null; at = at.above) {
      if (at.own == own && at.task == task) {
        return true;
      }
    }
    return false;
  }
}
