package io.aleff.runtime.port;

/** Makes identifiers that are unique, unguessable and sort roughly by time. */
@FunctionalInterface
public interface Ids {

  /** Lower-case letters and digits, at most 40. */
  String next();
}
