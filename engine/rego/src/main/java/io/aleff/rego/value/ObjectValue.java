package io.aleff.rego.value;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An immutable object whose keys may be any value; iterated in the order of its keys. */
public final class ObjectValue implements Value {

  public static final ObjectValue EMPTY = new ObjectValue(Map.of());

  private final Map<Value, Value> entries;
  private volatile @Nullable List<Value> sortedKeys;
  private int hash;
  private long weight;

  private ObjectValue(Map<Value, Value> entries) {
    this.entries = entries;
  }

  /** Takes the map over; the caller must not change it afterwards. */
  public static ObjectValue of(Map<Value, Value> entries) {
    return entries.isEmpty() ? EMPTY : new ObjectValue(entries);
  }

  public @Nullable Value get(Value key) {
    return entries.get(key);
  }

  public @Nullable Value get(String key) {
    return entries.get(new StringValue(key));
  }

  Value require(Value key) {
    Value value = entries.get(key);
    if (value == null) {
      throw new IllegalStateException("no entry for " + key);
    }
    return value;
  }

  public boolean containsKey(Value key) {
    return entries.containsKey(key);
  }

  public int size() {
    return entries.size();
  }

  public Map<Value, Value> entries() {
    return Collections.unmodifiableMap(entries);
  }

  /** A mutable copy of the entries. */
  public Map<Value, Value> copy() {
    return new HashMap<>(entries);
  }

  public ObjectValue with(Value key, Value value) {
    Map<Value, Value> out = copy();
    out.put(key, value);
    return new ObjectValue(out);
  }

  public List<Value> sortedKeys() {
    List<Value> out = sortedKeys;
    if (out == null) {
      List<Value> copy = new ArrayList<>(entries.keySet());
      Collections.sort(copy);
      out = Collections.unmodifiableList(copy);
      sortedKeys = out;
    }
    return out;
  }

  /** Both objects joined; where both have an object the join is deep, else {@code other} wins. */
  public ObjectValue merge(ObjectValue other) {
    Map<Value, Value> out = copy();
    for (Map.Entry<Value, Value> entry : other.entries.entrySet()) {
      Value mine = out.get(entry.getKey());
      out.put(
          entry.getKey(),
          mine instanceof ObjectValue a && entry.getValue() instanceof ObjectValue b
              ? a.merge(b)
              : entry.getValue());
    }
    return of(out);
  }

  @Override
  public long weight() {
    if (weight == 0) {
      weight = Weights.plus(Weights.of(entries.keySet()), Weights.of(entries.values()));
    }
    return weight;
  }

  @Override
  public int rank() {
    return 5;
  }

  @Override
  public String typeName() {
    return "object";
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof ObjectValue o
            && o.size() == size()
            && o.hashCode() == hashCode()
            && entries.equals(o.entries));
  }

  @Override
  public int hashCode() {
    if (hash == 0) {
      hash = entries.hashCode();
    }
    return hash;
  }

  @Override
  public String toString() {
    return ValuePrinter.print(this);
  }
}
