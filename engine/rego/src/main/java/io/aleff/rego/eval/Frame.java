package io.aleff.rego.eval;

import io.aleff.rego.value.Value;
import org.jspecify.annotations.Nullable;

/** The variables of one rule invocation. Which slot is bound where is known at compile time. */
public final class Frame {

  final @Nullable Value[] slots;
  final @Nullable Object[] sinks;

  public Frame(int slots, int sinks) {
    this.slots = new Value[slots];
    this.sinks = new Object[sinks];
  }

  Value get(int slot) {
    Value value = slots[slot];
    if (value == null) {
      throw new IllegalStateException("slot " + slot + " is not bound");
    }
    return value;
  }
}
