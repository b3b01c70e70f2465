package io.aleff.sandbox;

/**
 * What a pool did since it was opened.
 *
 * @param waiting sandboxes that wait for a program now
 * @param hits executions that a waiting sandbox ran
 * @param misses executions that needed a fresh one
 * @param started sandboxes that were started to wait
 * @param discarded of these, those that ended without a program: too old, dead, or memory was short
 */
public record PoolCounts(int waiting, long hits, long misses, long started, long discarded) {

  static final PoolCounts NONE = new PoolCounts(0, 0, 0, 0, 0);
}
