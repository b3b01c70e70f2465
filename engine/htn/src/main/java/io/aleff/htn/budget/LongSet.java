package io.aleff.htn.budget;

/** A set of hash keys; 0 counts as present only after it was added. */
public final class LongSet {

  private long[] table = new long[1 << 12];
  private int size;
  private boolean zero;

  public int size() {
    return size;
  }

  /** Whether the key is new. */
  public boolean add(long key) {
    if (key == 0) {
      boolean fresh = !zero;
      zero = true;
      return fresh;
    }
    if (size * 2 >= table.length && table.length < 1 << 30) {
      grow();
    }
    int slot = slot(key, table);
    if (table[slot] == key) {
      return false;
    }
    table[slot] = key;
    size++;
    return true;
  }

  private void grow() {
    long[] larger = new long[table.length * 2];
    for (long key : table) {
      if (key != 0) {
        larger[slot(key, larger)] = key;
      }
    }
    table = larger;
  }

  private static int slot(long key, long[] table) {
    int mask = table.length - 1;
    int slot = (int) (key ^ (key >>> 32)) & mask;
    while (table[slot] != 0 && table[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
