package io.aleff.sandbox;

/**
 * What a sandbox consists of. All of them hold for every sandbox; only tests of tests take one
 * away, to see that the abuse suite notices.
 */
enum Protection {
  /** The filter on system calls. */
  SYSTEM_CALLS,
  /** A network namespace without any interface but an empty loopback. */
  NETWORK,
  /** Folders of its own in which the host's files are not; off shows the host's /tmp. */
  PRIVATE_ROOT,
  /** Everything outside of the workspace and the temporary folders is read-only. */
  READ_ONLY,
  /** A process namespace: no process of the host can be seen, and none outlives the first. */
  PROCESS_NAMESPACE,
  /** None of the engine's environment. */
  ENVIRONMENT,
  /** The limit on memory. */
  MEMORY,
  /** The limit on processes. */
  PROCESS_COUNT,
  /** The share of the processor. */
  CPU_SHARE,
  /** The limit on processor time. */
  CPU_TIME,
  /** The size of temporary folders. */
  TEMPORARY_SIZE,
  /** The limits on the workspace: bytes, files, depth. */
  DISK,
  /** The limit on output. */
  OUTPUT,
  /** The time limit. */
  DEADLINE,
  /** What runs ends when the engine's process is killed. */
  SERVER_DEATH,
  /** Pipes, devices and set-id bits are taken out of a workspace that comes back. */
  CLEAN_RETURN
}
