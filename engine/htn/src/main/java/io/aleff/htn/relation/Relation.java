package io.aleff.htn.relation;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * A set of tuples of equal length. Each tuple gets a number, in order of arrival, and is either
 * present or absent; joins see only present ones.
 */
public final class Relation {

  private final int arity;
  private final Map<Integer, Index> indexes = new HashMap<>();
  private int[] data;
  private int[] table = new int[16];
  private boolean[] present = new boolean[8];
  private int size;

  public Relation(int arity) {
    this.arity = arity;
    this.data = new int[8 * Math.max(1, arity)];
  }

  public int arity() {
    return arity;
  }

  /** How many tuples were ever added, present or not. */
  public int size() {
    return size;
  }

  /** The value of one column of a tuple. */
  public int at(int tuple, int column) {
    return data[tuple * arity + column];
  }

  /** A copy of a tuple. */
  public int[] tuple(int number) {
    return Arrays.copyOfRange(data, number * arity, (number + 1) * arity);
  }

  public boolean isPresent(int tuple) {
    return present[tuple];
  }

  public void present(int tuple, boolean value) {
    present[tuple] = value;
  }

  /** The number of a tuple; -1 when it was never added. */
  public int find(int[] values) {
    int mask = table.length - 1;
    int slot = hash(values) & mask;
    while (table[slot] != 0) {
      if (equal(table[slot] - 1, values)) {
        return table[slot] - 1;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  /** Whether a tuple was added and is present. */
  public boolean holds(int[] values) {
    int found = find(values);
    return found >= 0 && present[found];
  }

  /** The number of a tuple, which is added as absent when it is new. */
  public int add(int[] values) {
    int found = find(values);
    return found >= 0 ? found : append(values);
  }

  private int append(int[] values) {
    if ((size + 1) * 2 > table.length) {
      rehash();
    }
    if ((size + 1) * arity > data.length) {
      data = Arrays.copyOf(data, data.length * 2);
    }
    if (size == present.length) {
      present = Arrays.copyOf(present, size * 2);
    }
    System.arraycopy(values, 0, data, size * arity, arity);
    place(size);
    return size++;
  }

  private void rehash() {
    table = new int[table.length * 2];
    for (int i = 0; i < size; i++) {
      place(i);
    }
  }

  private void place(int tuple) {
    int mask = table.length - 1;
    int hash = 17;
    for (int c = 0; c < arity; c++) {
      hash = mix(hash, at(tuple, c));
    }
    int slot = spread(hash) & mask;
    while (table[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    table[slot] = tuple + 1;
  }

  private boolean equal(int tuple, int[] values) {
    int from = tuple * arity;
    for (int c = 0; c < arity; c++) {
      if (data[from + c] != values[c]) {
        return false;
      }
    }
    return true;
  }

  /** The index over the columns of a bit mask, up to date. */
  Index index(int columns) {
    Index index = indexes.get(columns);
    if (index == null) {
      index = new Index(this, columns);
      indexes.put(columns, index);
    }
    index.catchUp();
    return index;
  }

  private static int hash(int[] values) {
    int hash = 17;
    for (int value : values) {
      hash = mix(hash, value);
    }
    return spread(hash);
  }

  static int mix(int hash, int value) {
    return (hash ^ value) * 0x9E3779B1 + 0x7F4A7C15;
  }

  static int spread(int hash) {
    int h = hash ^ (hash >>> 15);
    h *= 0x2C1B3C6D;
    return h ^ (h >>> 13);
  }
}
