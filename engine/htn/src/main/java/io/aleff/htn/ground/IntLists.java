package io.aleff.htn.ground;

/** Many short lists of numbers, one after the other in one array. */
final class IntLists {

  final int[] items;

  /** Where each list begins; the last entry is where the last one ends. */
  final int[] from;

  IntLists(int[][] lists) {
    this.from = new int[lists.length + 1];
    for (int i = 0; i < lists.length; i++) {
      from[i + 1] = from[i] + lists[i].length;
    }
    this.items = new int[from[lists.length]];
    for (int i = 0; i < lists.length; i++) {
      System.arraycopy(lists[i], 0, items, from[i], lists[i].length);
    }
  }

  private IntLists(int[] items, int[] from) {
    this.items = items;
    this.from = from;
  }

  int size(int list) {
    return from[list + 1] - from[list];
  }

  /**
   * By number, the lists that contain it.
   *
   * @param size numbers from here on are left out
   */
  IntLists inverse(int size) {
    int[] begin = new int[size + 1];
    for (int item : items) {
      if (item < size) {
        begin[item + 1]++;
      }
    }
    for (int i = 0; i < size; i++) {
      begin[i + 1] += begin[i];
    }
    int[] inverse = new int[begin[size]];
    int[] next = begin.clone();
    for (int list = 0; list + 1 < from.length; list++) {
      for (int i = from[list]; i < from[list + 1]; i++) {
        if (items[i] < size) {
          inverse[next[items[i]]++] = list;
        }
      }
    }
    return new IntLists(inverse, begin);
  }
}
