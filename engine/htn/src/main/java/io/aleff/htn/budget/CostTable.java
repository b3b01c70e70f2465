package io.aleff.htn.budget;

/** The least cost at which each hash key was met. */
public final class CostTable {

  private static final int LARGEST = 1 << 29;

  private long[] keys = new long[1 << 12];
  private long[] costs = new long[1 << 12];
  private int size;

  /** Whether the key is new, or was only met at a higher cost. */
  public boolean isBetter(long given, long cost) {
    long key = given == 0 ? 1 : given;
    if (size * 2 >= keys.length && keys.length < LARGEST) {
      grow();
    }
    int slot = slot(key);
    if (keys[slot] == 0) {
      keys[slot] = key;
      size++;
    } else if (costs[slot] <= cost) {
      return false;
    }
    costs[slot] = cost;
    return true;
  }

  private void grow() {
    long[] oldKeys = keys;
    long[] oldCosts = costs;
    keys = new long[oldKeys.length * 2];
    costs = new long[oldKeys.length * 2];
    for (int i = 0; i < oldKeys.length; i++) {
      if (oldKeys[i] != 0) {
        int slot = slot(oldKeys[i]);
        keys[slot] = oldKeys[i];
        costs[slot] = oldCosts[i];
      }
    }
  }

  private int slot(long key) {
    int mask = keys.length - 1;
    int slot = (int) (key ^ (key >>> 32)) & mask;
    while (keys[slot] != 0 && keys[slot] != key) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }
}
