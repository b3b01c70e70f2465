package io.aleff.sandbox;

import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** What is looked at from time to time while a sandbox runs: its workspace and processor time. */
final class LimitWatch {

  private final DiskWatch disk;
  private final LongSupplier cpuMillis;
  private final SandboxLimits limits;
  private final Protections protections;

  /**
   * @param cpuMillis processor time used so far; -1 when unknown
   */
  LimitWatch(SandboxOrder order, LongSupplier cpuMillis, Protections protections) {
    this.disk = new DiskWatch(order.workspace(), order.limits());
    this.cpuMillis = cpuMillis;
    this.limits = order.limits();
    this.protections = protections;
  }

  /** The limit that is passed, or null. */
  SandboxEnd.@Nullable Cause passed() {
    if (protections.has(Protection.CPU_TIME)
        && cpuMillis.getAsLong() > limits.cpuSeconds() * 1_000L) {
      return SandboxEnd.Cause.CPU;
    }
    return protections.has(Protection.DISK) && disk.isOver() ? SandboxEnd.Cause.DISK : null;
  }
}
