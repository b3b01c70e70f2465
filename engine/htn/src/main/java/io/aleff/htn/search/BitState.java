package io.aleff.htn.search;

import io.aleff.htn.ground.GroundProblem;

/** Operations on states, which are bit sets in words. */
final class BitState {
  private BitState() {}

  static long[] initial(GroundProblem problem) {
    long[] state = new long[(problem.facts + 63) / 64];
    for (int fact : problem.init) {
      state[fact >> 6] |= 1L << fact;
    }
    return state;
  }

  static boolean holds(long[] state, int[] facts) {
    for (int fact : facts) {
      if ((state[fact >> 6] & (1L << fact)) == 0) {
        return false;
      }
    }
    return true;
  }

  /** Changes the state as an action does. */
  static void apply(GroundProblem problem, int action, long[] state) {
    GroundProblem.Conditional[] effects = problem.conditional[action];
    if (effects.length > 0) {
      applyConditional(effects, state);
      return;
    }
    clear(state, problem.deletes[action]);
    set(state, problem.adds[action]);
  }

  private static void applyConditional(GroundProblem.Conditional[] effects, long[] state) {
    boolean[] happens = new boolean[effects.length];
    for (int e = 0; e < effects.length; e++) {
      happens[e] = holds(state, effects[e].when);
    }
    for (int pass = 0; pass < 3; pass++) {
      for (int e = 0; e < effects.length; e++) {
        if (happens[e]) {
          switch (pass) {
            case 0 -> clear(state, effects[e].deletes);
            case 1 -> set(state, effects[e].adds);
            default -> clear(state, effects[e].removes);
          }
        }
      }
    }
  }

  private static void set(long[] state, int[] facts) {
    for (int fact : facts) {
      state[fact >> 6] |= 1L << fact;
    }
  }

  private static void clear(long[] state, int[] facts) {
    for (int fact : facts) {
      state[fact >> 6] &= ~(1L << fact);
    }
  }

  static long hash(long[] state) {
    long hash = 0x51_7C_C1_B7L;
    for (long word : state) {
      hash = (hash ^ word) * 0x9E3779B97F4A7C15L;
      hash ^= hash >>> 29;
    }
    return hash;
  }
}
