package io.aleff.rego.value;

/**
 * A Rego value. Ordered as OPA orders values: null, booleans, numbers, strings, arrays, objects,
 * sets; numbers by magnitude, strings by their UTF-8 bytes, collections element by element.
 */
public sealed interface Value extends Comparable<Value>
    permits NullValue, BoolValue, NumberValue, StringValue, ArrayValue, ObjectValue, SetValue {

  /** Position of the type in the total order. */
  int rank();

  /** The name {@code type_name} gives. */
  String typeName();

  /**
   * How much there is to go through: this value and all values in it, as often as they are reached;
   * at most {@code Long.MAX_VALUE / 4}.
   */
  default long weight() {
    return 1;
  }

  /** Whether a body continues when an expression has this value: everything but {@code false}. */
  default boolean truthy() {
    return true;
  }

  @Override
  default int compareTo(Value other) {
    return this == other ? 0 : ValueOrder.compare(this, other);
  }
}
