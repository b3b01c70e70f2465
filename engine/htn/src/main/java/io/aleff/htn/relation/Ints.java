package io.aleff.htn.relation;

import java.util.Arrays;

/** A growing list of integers. */
public final class Ints {

  private int[] values = new int[8];
  private int size;

  public int size() {
    return size;
  }

  public int get(int index) {
    return values[index];
  }

  public void set(int index, int value) {
    values[index] = value;
  }

  public int getAndAdd(int index, int by) {
    int before = values[index];
    values[index] += by;
    return before;
  }

  /** Appends a value and returns its index. */
  public int add(int value) {
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size] = value;
    return size++;
  }

  public int removeLast() {
    return values[--size];
  }

  public void clear() {
    size = 0;
  }

  public int[] toArray() {
    return Arrays.copyOf(values, size);
  }
}
