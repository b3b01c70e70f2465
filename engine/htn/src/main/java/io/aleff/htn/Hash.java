package io.aleff.htn;

/** 128 bits, so that two different situations never look alike by chance. */
record Hash(long high, long low) {

  static final Hash ZERO = new Hash(0, 0);

  static Hash of(Fact fact, String value) {
    Hash hash = of(fact.predicate());
    for (String argument : fact.arguments()) {
      hash = hash.then(of(argument));
    }
    return hash.then(of(value));
  }

  static Hash of(String text) {
    long high = 0xcbf29ce484222325L;
    long low = 0x9e3779b97f4a7c15L;
    for (int i = 0; i < text.length(); i++) {
      high = (high ^ text.charAt(i)) * 0x100000001b3L;
      low = mix(low + text.charAt(i));
    }
    return new Hash(mix(high), mix(low ^ text.length()));
  }

  /** Depends on the order. */
  Hash then(Hash next) {
    return new Hash(
        mix(high * 31 + next.high + 0x632be59bd9b4e019L),
        mix(low * 37 + next.low + 0xd1342543de82ef95L));
  }

  Hash then(long next) {
    return then(new Hash(mix(next), mix(~next)));
  }

  /** Does not depend on the order, and is its own inverse. */
  Hash xor(Hash other) {
    return new Hash(high ^ other.high, low ^ other.low);
  }

  /** The finaliser of SplitMix64. */
  private static long mix(long value) {
    long z = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
