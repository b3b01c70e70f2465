package io.aleff.server.database;

/**
 * What is written last in a transaction, because it takes a lock that all of a tenant's
 * transactions want. Written in this order, so that no two of them wait for each other.
 */
public enum Batch {
  AUDIT,
  EVENT
}
