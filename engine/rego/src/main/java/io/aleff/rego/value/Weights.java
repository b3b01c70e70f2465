package io.aleff.rego.value;

/** Sums of weights that cannot overflow. */
final class Weights {

  private static final long MOST = Long.MAX_VALUE / 4;

  private Weights() {}

  static long of(Iterable<? extends Value> values) {
    long sum = 1;
    for (Value value : values) {
      sum = Math.min(MOST, sum + value.weight());
    }
    return sum;
  }

  static long plus(long a, long b) {
    return Math.min(MOST, a + b);
  }
}
