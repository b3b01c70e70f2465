package io.aleff.sandbox;

import io.aleff.connector.ConnectorResult;
import io.aleff.definition.Json;
import java.time.Duration;
import java.util.OptionalInt;
import tools.jackson.databind.node.ObjectNode;

/** Turns the way a sandbox ended into the result of the call. Pure. */
final class SandboxOutcome {

  private static final int SIGXFSZ = 128 + 25;

  private SandboxOutcome() {}

  /**
   * Everything that is known after the end.
   *
   * @param exitCode empty when the command never started or was killed from outside
   * @param outOfMemory the kernel killed a process because the total ran out
   * @param memoryPerProcess no total is enforced, so a program notices by itself
   */
  record Facts(
      SandboxProcess.End end,
      OptionalInt exitCode,
      boolean outOfMemory,
      boolean memoryPerProcess,
      WorkspaceOwner.Inventory inventory,
      TextTail standardOutput,
      TextTail standardError,
      Duration timeout,
      Duration duration,
      long peakMemoryBytes) {}

  static ConnectorResult.Failed refused(String message, boolean transientFailure) {
    return new ConnectorResult.Failed(
        "refused", message, transientFailure, "not started", Json.MAPPER.createObjectNode());
  }

  static ConnectorResult decide(Facts facts, SandboxLimits limits, String sandbox) {
    ObjectNode details = describe(facts);
    switch (facts.end()) {
      case TIMEOUT -> {
        return failed(
            "timeout",
            "The program was still running after %d ms and was ended."
                .formatted(facts.timeout().toMillis()),
            sandbox,
            details);
      }
      case OUTPUT -> {
        return failed(
            "output",
            "The program wrote more than %d MB of output.".formatted(limits.outputMb()),
            sandbox,
            details);
      }
      case DISK -> {
        return failed("disk", overDisk(limits), sandbox, details);
      }
      case CANCELLED, EXITED -> {
        return exited(facts, limits, sandbox, details);
      }
    }
    throw new IllegalStateException("Unreachable.");
  }

  private static ConnectorResult exited(
      Facts facts, SandboxLimits limits, String sandbox, ObjectNode details) {
    String lastLines = facts.standardError().lastLines(20);
    if (facts.outOfMemory() || noticedNoMemory(facts, lastLines)) {
      return failed(
          "memory",
          "The program needed more than %d MB of memory.".formatted(limits.memoryMb()),
          sandbox,
          details);
    }
    if (facts.exitCode().isEmpty()) {
      return new ConnectorResult.Failed(
          "refused", "The sandbox did not start: " + lastLines, false, sandbox, details);
    }
    int code = facts.exitCode().getAsInt();
    if (code == SIGXFSZ || exceedsDisk(facts.inventory(), limits)) {
      return failed("disk", overDisk(limits), sandbox, details);
    }
    if (code != 0) {
      return failed(
          "exit",
          lastLines.isEmpty() ? "The program ended with exit code %d.".formatted(code) : lastLines,
          sandbox,
          details);
    }
    return new ConnectorResult.Succeeded(details, sandbox);
  }

  static boolean exceedsDisk(WorkspaceOwner.Inventory inventory, SandboxLimits limits) {
    return inventory.tooDeep()
        || inventory.files() > limits.files()
        || inventory.bytes() > SandboxLimits.megabytes(limits.diskMb());
  }

  private static String overDisk(SandboxLimits limits) {
    return "The workspace outgrew its limit: %d MB in all, %d MB a file, %d files, 64 folders deep."
        .formatted(limits.diskMb(), limits.fileMb(), limits.files());
  }

  private static boolean noticedNoMemory(Facts facts, String lastLines) {
    return facts.memoryPerProcess()
        && facts.exitCode().orElse(0) != 0
        && (lastLines.contains("MemoryError")
            || lastLines.contains("heap out of memory")
            || lastLines.contains("Cannot allocate memory"));
  }

  private static ConnectorResult failed(
      String code, String message, String sandbox, ObjectNode details) {
    return new ConnectorResult.Failed(code, message, false, sandbox, details);
  }

  private static ObjectNode describe(Facts facts) {
    ObjectNode node = Json.MAPPER.createObjectNode();
    facts
        .exitCode()
        .ifPresent(
            code -> {
              node.put("exitCode", code);
              if (code > 128 && code < 193) {
                node.put("signal", code - 128);
              }
            });
    node.put("durationMs", facts.duration().toMillis());
    if (facts.peakMemoryBytes() >= 0) {
      node.put("peakMemoryMb", facts.peakMemoryBytes() / (1024 * 1024));
    }
    node.put("stdout", facts.standardOutput().text());
    node.put("stderr", facts.standardError().text());
    if (facts.standardOutput().isCut() || facts.standardError().isCut()) {
      node.put("truncated", true);
    }
    if (!facts.inventory().removed().isEmpty()) {
      facts.inventory().removed().forEach(node.putArray("removed")::add);
    }
    return node;
  }
}
