package io.aleff.sandbox.cgroup;

import java.nio.file.Path;
import java.util.List;

/** The group of one sandbox. */
public interface Cgroup extends AutoCloseable {

  /** Files that a process writes its id to in order to join, before it starts anything. */
  List<Path> joinFiles();

  /** Whether the kernel killed a process of the group because memory ran out. */
  boolean ranOutOfMemory();

  /** The most memory used at once in bytes; -1 when unknown. */
  long peakMemoryBytes();

  /** Processor time of all processes so far in milliseconds; -1 when unknown. */
  long cpuMillis();

  /** Kills every process of the group. */
  void kill();

  /** Removes the group; its processes are dead by then. */
  @Override
  void close();
}
