package io.aleff.sandbox;

import io.aleff.sandbox.SandboxReport.Reason;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;

/**
 * Everything that is known after the end of a sandbox; {@link #report} says what it means. Pure.
 *
 * @param exitCode empty when the command never started or was killed from outside
 * @param outOfMemory the kernel killed a process because the total ran out
 * @param memoryPerProcess no total is enforced, so a program notices by itself
 */
record SandboxEnd(
    Cause cause,
    OptionalInt exitCode,
    boolean outOfMemory,
    boolean memoryPerProcess,
    WorkspaceOwner.Inventory inventory,
    TextTail standardOutput,
    TextTail standardError,
    Duration timeout,
    SandboxReport.Usage usage) {

  private static final int SIGXFSZ = 128 + 25;
  private static final int SIGXCPU = 128 + 24;
  private static final int SIGKILL = 128 + 9;
  private static final long SECOND_MILLIS = 1_000;

  /** Why a sandbox came to its end. */
  enum Cause {
    EXITED,
    TIMEOUT,
    CPU,
    OUTPUT,
    DISK,
    CANCELLED
  }

  SandboxReport report(SandboxLimits limits, Protections protections, String sandbox) {
    return switch (cause) {
      case TIMEOUT ->
          ended(
              Reason.DEADLINE,
              "The program was still running after %d ms and was ended."
                  .formatted(timeout.toMillis()),
              sandbox);
      case OUTPUT ->
          ended(
              Reason.OUTPUT,
              "The program wrote more than %d MB of output.".formatted(limits.outputMb()),
              sandbox);
      case CPU -> ended(Reason.CPU, overCpu(limits), sandbox);
      case DISK -> ended(Reason.DISK, overDisk(limits), sandbox);
      case CANCELLED, EXITED -> exited(limits, protections, sandbox);
    };
  }

  private SandboxReport exited(SandboxLimits limits, Protections protections, String sandbox) {
    String lastLines = standardError.lastLines(20);
    if (outOfMemory || noticedNoMemory(lastLines)) {
      return ended(
          Reason.MEMORY,
          "The program needed more than %d MB of memory.".formatted(limits.memoryMb()),
          sandbox);
    }
    if (exitCode.isEmpty()) {
      return ended(Reason.REFUSED, "The sandbox did not start: " + lastLines, sandbox);
    }
    int code = exitCode.getAsInt();
    if (code == SIGXFSZ || (protections.has(Protection.DISK) && exceedsDisk(limits))) {
      return ended(Reason.DISK, overDisk(limits), sandbox);
    }
    if (protections.has(Protection.DISK)
        && inventory.bytes() > SandboxLimits.megabytes(limits.outMb())) {
      return ended(Reason.DISK, overOut(limits), sandbox);
    }
    // A first process is spared the signal that tells of it, and killed a second later.
    boolean killed = code == SIGKILL && usage.cpuMillis() > SECOND_MILLIS * limits.cpuSeconds();
    if (code == SIGXCPU || killed) {
      return ended(Reason.CPU, overCpu(limits), sandbox);
    }
    boolean signal = code > 128 && code < 193;
    String end =
        signal
            ? "Signal %d ended the program.".formatted(code - 128)
            : "The program ended with exit code %d.".formatted(code);
    String message = lastLines.isEmpty() ? end : lastLines;
    return ended(signal ? Reason.SIGNAL : Reason.EXIT, code == 0 ? "" : message, sandbox);
  }

  private boolean exceedsDisk(SandboxLimits limits) {
    return inventory.tooDeep()
        || inventory.files() > limits.files()
        || inventory.bytes() > SandboxLimits.megabytes(limits.diskMb());
  }

  private static String overCpu(SandboxLimits limits) {
    return "The program used more than %d s of processor time.".formatted(limits.cpuSeconds());
  }

  private static String overDisk(SandboxLimits limits) {
    return "The workspace outgrew its limit: %d MB in all, %d MB a file, %d files, 64 folders deep."
        .formatted(limits.diskMb(), limits.fileMb(), limits.files());
  }

  private String overOut(SandboxLimits limits) {
    return "The workspace came back with %d bytes, more than the %d MB (outMb) that may come out."
        .formatted(inventory.bytes(), limits.outMb());
  }

  private boolean noticedNoMemory(String lastLines) {
    return memoryPerProcess
        && exitCode.orElse(0) != 0
        && (lastLines.contains("MemoryError")
            || lastLines.contains("heap out of memory")
            || lastLines.contains("OutOfMemoryError")
            || lastLines.contains("Cannot allocate memory"));
  }

  private SandboxReport ended(Reason reason, String message, String sandbox) {
    return new SandboxReport(
        reason,
        exitCode,
        message,
        false,
        sandbox,
        usage,
        standardOutput.text(),
        standardError.text(),
        standardOutput.isCut() || standardError.isCut(),
        List.copyOf(inventory.removed()),
        List.of());
  }
}
