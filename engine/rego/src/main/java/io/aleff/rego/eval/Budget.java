package io.aleff.rego.eval;

import io.aleff.rego.Limits;
import io.aleff.rego.value.Value;

/** What an evaluation has used, against what it may use. */
final class Budget {

  private static final int INTERVAL = 256;

  /** Values a built-in may go through for one step. */
  private static final int VALUES_PER_STEP = 1_024;

  private final Limits limits;
  private final long deadline;
  private final long firstByte;
  private long steps;
  private long nextCheck = INTERVAL;
  private long allocated;
  private long allocationCheck = 1 << 16;
  private int depth;

  Budget(Limits limits) {
    this.limits = limits;
    this.deadline = limits.nanoTime().getAsLong() + limits.time().toNanos();
    this.firstByte = AllocatedBytes.now();
  }

  void step() {
    if (++steps >= nextCheck) {
      check();
    }
  }

  /** Work on a value of this size that takes no steps of its own. */
  void work(long values) {
    if (values >= VALUES_PER_STEP) {
      steps += values / VALUES_PER_STEP;
      if (steps >= nextCheck || steps < 0) {
        check();
      }
    }
  }

  private void check() {
    if (steps > limits.steps() || steps < 0) {
      throw new RegoFailure("eval_limit_steps", "more than " + limits.steps() + " steps", null);
    }
    if (limits.nanoTime().getAsLong() - deadline > 0) {
      throw new RegoFailure(
          "eval_limit_time", "not finished within " + limits.time().toMillis() + " ms", null);
    }
    checkBytes();
    nextCheck = Math.min(steps + INTERVAL, limits.steps() + 1);
  }

  private void checkBytes() {
    if (AllocatedBytes.now() - firstByte > limits.bytes()) {
      throw new RegoFailure(
          "eval_limit_bytes", "more than " + limits.bytes() + " bytes allocated", null);
    }
  }

  void allocate(long elements) {
    allocated += elements;
    if (allocated > limits.allocations() || allocated < 0) {
      throw new RegoFailure(
          "eval_limit_allocations", "more than " + limits.allocations() + " elements built", null);
    }
    if (allocated > allocationCheck) {
      allocationCheck = allocated + (1 << 16);
      checkBytes();
    }
  }

  /** A value was built; it may share parts with itself, so that it is larger than its memory. */
  void built(Value value) {
    if (value.weight() > limits.valueSize()) {
      throw new RegoFailure(
          "eval_limit_value", "a value with more than " + limits.valueSize() + " values", null);
    }
  }

  void enter() {
    if (++depth > limits.depth()) {
      throw new RegoFailure("eval_limit_depth", "rules nested deeper than " + limits.depth(), null);
    }
  }

  void nested(int levels) {
    if (levels > limits.nesting()) {
      throw new RegoFailure(
          "eval_limit_depth", "a document nested deeper than " + limits.nesting(), null);
    }
  }

  void leave() {
    depth--;
  }
}
