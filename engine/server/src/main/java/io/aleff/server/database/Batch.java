package io.aleff.server.database;

/**
 * What is written last in a transaction: runs and steps, so that each is written once; audit and
 * live events, because they take a lock that all of a tenant's transactions want. Written in this
 * order, so that no two transactions wait for each other.
 */
public enum Batch {
  RUN,
  AUDIT,
  EVENT
}
