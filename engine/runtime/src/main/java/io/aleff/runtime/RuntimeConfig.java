package io.aleff.runtime;

import java.time.Duration;

/**
 * Settings of the runtime.
 *
 * @param node name of this engine node, the same after a restart
 * @param workers how many actions run at the same time on this node
 * @param jobThreads threads that carry processes on after timers and asynchronous starts
 * @param lease how long a worker or job may be silent before somebody else takes over
 * @param grantValidity how long a worker may wait before it uses a grant
 * @param planningBudget nodes the planner may expand
 * @param maxReplans plans in all that one run may have
 * @param schema database schema of the process engine
 */
public record RuntimeConfig(
    String node,
    int workers,
    int jobThreads,
    Duration lease,
    Duration grantValidity,
    int planningBudget,
    int maxReplans,
    String schema) {

  /** What a single machine needs. */
  public static RuntimeConfig defaults(String node) {
    return new RuntimeConfig(
        node, 4, 3, Duration.ofSeconds(30), Duration.ofMinutes(15), 200_000, 12, "camunda");
  }
}
