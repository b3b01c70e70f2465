package io.aleff.sandbox;

import java.util.Set;

/**
 * Which protections a backend has: all of them, except in tests of tests.
 *
 * @param off what is switched off
 */
record Protections(Set<Protection> off) {

  static final Protections ALL = new Protections(Set.of());

  static Protections without(Protection... off) {
    return new Protections(Set.of(off));
  }

  boolean has(Protection protection) {
    return !off.contains(protection);
  }
}
