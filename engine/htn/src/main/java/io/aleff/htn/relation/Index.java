package io.aleff.htn.relation;

import java.util.Arrays;

/** The tuples of a relation by the values of some columns, each group in order of arrival. */
final class Index {

  private static final int[] NONE = {};

  private final Relation relation;
  private final int[] columns;
  private int[] table = new int[16];
  private int[][] groups = new int[8][];
  private int[] sizes = new int[8];
  private int count;
  private int seen;

  Index(Relation relation, int mask) {
    this.relation = relation;
    this.columns = new int[Integer.bitCount(mask)];
    int at = 0;
    for (int c = 0; c < relation.arity(); c++) {
      if ((mask & (1 << c)) != 0) {
        columns[at++] = c;
      }
    }
  }

  void catchUp() {
    for (; seen < relation.size(); seen++) {
      insert(seen);
    }
  }

  /** The group of tuples with these values; -1 when there is none. */
  int group(int[] key) {
    int mask = table.length - 1;
    int slot = hash(key) & mask;
    while (table[slot] != 0) {
      int group = table[slot] - 1;
      if (matches(groups[group][0], key)) {
        return group;
      }
      slot = (slot + 1) & mask;
    }
    return -1;
  }

  int[] tuples(int group) {
    return group < 0 ? NONE : groups[group];
  }

  int size(int group) {
    return group < 0 ? 0 : sizes[group];
  }

  private void insert(int tuple) {
    int[] key = key(tuple);
    int group = group(key);
    if (group < 0) {
      group = open();
    }
    if (sizes[group] == groups[group].length) {
      groups[group] = Arrays.copyOf(groups[group], sizes[group] * 2);
    }
    groups[group][sizes[group]++] = tuple;
    if (sizes[group] == 1) {
      place(group);
    }
  }

  private int open() {
    if (count == groups.length) {
      groups = Arrays.copyOf(groups, count * 2);
      sizes = Arrays.copyOf(sizes, count * 2);
    }
    if ((count + 1) * 2 > table.length) {
      table = new int[table.length * 2];
      for (int g = 0; g < count; g++) {
        place(g);
      }
    }
    groups[count] = new int[2];
    return count++;
  }

  private void place(int group) {
    int mask = table.length - 1;
    int slot = hash(key(groups[group][0])) & mask;
    while (table[slot] != 0) {
      slot = (slot + 1) & mask;
    }
    table[slot] = group + 1;
  }

  private int[] key(int tuple) {
    int[] key = new int[columns.length];
    for (int i = 0; i < columns.length; i++) {
      key[i] = relation.at(tuple, columns[i]);
    }
    return key;
  }

  private boolean matches(int tuple, int[] key) {
    for (int i = 0; i < columns.length; i++) {
      if (relation.at(tuple, columns[i]) != key[i]) {
        return false;
      }
    }
    return true;
  }

  private static int hash(int[] key) {
    int hash = 31;
    for (int value : key) {
      hash = Relation.mix(hash, value);
    }
    return Relation.spread(hash);
  }
}
