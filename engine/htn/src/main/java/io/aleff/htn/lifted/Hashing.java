package io.aleff.htn.lifted;

/** Stirs 64 bits (the finaliser of SplitMix64). */
final class Hashing {
  private Hashing() {}

  static long mix(long value) {
    long h = value + 0x9E3779B97F4A7C15L;
    h = (h ^ (h >>> 30)) * 0xBF58476D1CE4E5B9L;
    h = (h ^ (h >>> 27)) * 0x94D049BB133111EBL;
    return h ^ (h >>> 31);
  }
}
