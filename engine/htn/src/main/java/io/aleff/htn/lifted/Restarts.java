package io.aleff.htn.lifted;

/**
 * How long each restart may take (Luby, Sinclair, Zuckerman: Optimal speedup of Las Vegas
 * algorithms, 1993): 1, 1, 2, 1, 1, 2, 4, …; many short tries, and ever longer ones among them.
 */
final class Restarts {
  private Restarts() {}

  /**
   * @param number from 1
   */
  static int luby(int number) {
    int n = number;
    while (Integer.bitCount(n + 1) != 1) {
      n -= Integer.highestOneBit(n + 1) - 1;
    }
    return (n + 1) / 2;
  }
}
