package io.aleff.rego.value;

import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An immutable array. */
public final class ArrayValue implements Value {

  public static final ArrayValue EMPTY = new ArrayValue(List.of());

  private final List<Value> elements;
  private int hash;
  private long weight;

  private ArrayValue(List<Value> elements) {
    this.elements = elements;
  }

  /** Takes the list over; the caller must not change it afterwards. */
  public static ArrayValue of(List<Value> elements) {
    return elements.isEmpty() ? EMPTY : new ArrayValue(Collections.unmodifiableList(elements));
  }

  public static ArrayValue of(Value... elements) {
    return of(List.of(elements));
  }

  public List<Value> elements() {
    return elements;
  }

  public int size() {
    return elements.size();
  }

  public Value get(int i) {
    return elements.get(i);
  }

  /** The element at an integer key in range, otherwise null. */
  public @Nullable Value get(Value key) {
    if (key instanceof NumberValue n) {
      int i = n.index();
      return i >= 0 && i < elements.size() ? elements.get(i) : null;
    }
    return null;
  }

  @Override
  public long weight() {
    if (weight == 0) {
      weight = Weights.of(elements);
    }
    return weight;
  }

  @Override
  public int rank() {
    return 4;
  }

  @Override
  public String typeName() {
    return "array";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ArrayValue a
            && a.size() == size()
            && a.hashCode() == hashCode()
            && elements.equals(a.elements));
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = elements.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return ValuePrinter.print(this);
  }
}
