package io.aleff.rego.value;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An immutable set; iterated in sorted order. */
public final class SetValue implements Value {

  public static final SetValue EMPTY = new SetValue(Set.of());

  private final Set<Value> elements;
  private volatile @Nullable List<Value> sorted;
  private int hash;
  private long weight;

  private SetValue(Set<Value> elements) {
    this.elements = elements;
  }

  public static SetValue of(Collection<Value> elements) {
    return elements.isEmpty() ? EMPTY : new SetValue(new HashSet<>(elements));
  }

  /** Takes the set over; the caller must not change it afterwards. */
  public static SetValue owning(Set<Value> elements) {
    return elements.isEmpty() ? EMPTY : new SetValue(elements);
  }

  public boolean contains(Value value) {
    return elements.contains(value);
  }

  public int size() {
    return elements.size();
  }

  public List<Value> sorted() {
    List<Value> out = sorted;
    if (out == null) {
      List<Value> copy = new ArrayList<>(elements);
      Collections.sort(copy);
      out = Collections.unmodifiableList(copy);
      sorted = out;
    }
    return out;
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
    return 6;
  }

  @Override
  public String typeName() {
    return "set";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof SetValue s
            && s.size() == size()
            && s.hashCode() == hashCode()
            && elements.equals(s.elements));
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
