package io.aleff.htn;

/** Counts the nodes that the search may still expand. */
final class Budget {

  private int left;

  Budget(int nodes) {
    left = nodes;
  }

  void charge() {
    left--;
  }

  boolean exhausted() {
    return left < 0;
  }

  int left() {
    return Math.max(0, left);
  }
}
