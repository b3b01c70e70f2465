package io.aleff.sandbox;

import io.aleff.connector.ConnectorResult;
import io.aleff.definition.Json;
import io.aleff.sandbox.egress.EgressLog;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What came of one execution.
 *
 * @param exitCode empty when the program never started or was killed from outside
 * @param message for people; the last lines of the error output when there are any
 * @param retry whether the same may work later; only of refusals
 * @param sandbox how it was confined
 * @param stdout the end of the standard output
 * @param truncated whether something before that end was left out
 * @param removed pipes, sockets and devices that were thrown away
 * @param egress what the program asked of the network
 */
public record SandboxReport(
    Reason reason,
    OptionalInt exitCode,
    String message,
    boolean retry,
    String sandbox,
    Usage usage,
    String stdout,
    String stderr,
    boolean truncated,
    List<String> removed,
    List<EgressLog.Entry> egress) {

  /** Why an execution ended, with the code that connectors report. */
  public enum Reason {
    EXIT("exit"),
    SIGNAL("exit"),
    MEMORY("memory"),
    CPU("cpu"),
    DISK("disk"),
    OUTPUT("output"),
    DEADLINE("timeout"),
    REFUSED("refused");

    private final String code;

    Reason(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  /**
   * What was used.
   *
   * @param cpuMillis processor time of all processes; -1 when unknown
   * @param peakBytes most memory at once; -1 when unknown
   * @param io null when unknown
   */
  public record Usage(Duration wall, long cpuMillis, long peakBytes, @Nullable Io io) {

    static final Usage NONE = new Usage(Duration.ZERO, -1, -1);

    public Usage(Duration wall, long cpuMillis, long peakBytes) {
      this(wall, cpuMillis, peakBytes, null);
    }
  }

  /**
   * Input and output as the kernel counts them (proc_pid_io(5)), in bytes, of every process of a
   * sandbox that another one waited for, its start included; so a lower bound when some were not.
   *
   * @param read asked for by calls such as read(2), from files, pipes and caches alike
   * @param written handed over by calls such as write(2)
   * @param storageRead fetched from storage
   * @param storageWritten put on the way to storage; files in memory do not count
   */
  public record Io(long read, long written, long storageRead, long storageWritten) {

    static final Io NONE = new Io(0, 0, 0, 0);

    Io plus(Io other) {
      return new Io(
          read + other.read,
          written + other.written,
          storageRead + other.storageRead,
          storageWritten + other.storageWritten);
    }

    ObjectNode toJson() {
      return Json.MAPPER
          .createObjectNode()
          .put("readBytes", read)
          .put("writtenBytes", written)
          .put("storageReadBytes", storageRead)
          .put("storageWrittenBytes", storageWritten);
    }
  }

  public SandboxReport {
    removed = List.copyOf(removed);
    egress = List.copyOf(egress);
  }

  SandboxReport with(List<EgressLog.Entry> asked) {
    return new SandboxReport(
        reason, exitCode, message, retry, sandbox, usage, stdout, stderr, truncated, removed,
        asked);
  }

  /**
   * Nothing was run.
   *
   * @param retry whether the same may work later
   */
  public static SandboxReport refused(String message, boolean retry) {
    return new SandboxReport(
        Reason.REFUSED,
        OptionalInt.empty(),
        message,
        retry,
        "not started",
        Usage.NONE,
        "",
        "",
        false,
        List.of(),
        List.of());
  }

  /** Whether the program ran to its end and said that all is well. */
  public boolean succeeded() {
    return reason == Reason.EXIT && exitCode.orElse(-1) == 0;
  }

  /** Number of the signal that ended the program; 0 when none did. */
  public int signal() {
    int code = exitCode.orElse(0);
    return code > 128 && code < 193 ? code - 128 : 0;
  }

  /** Exit code, signal, usage and output. */
  public ObjectNode details() {
    ObjectNode node = Json.MAPPER.createObjectNode();
    exitCode.ifPresent(code -> node.put("exitCode", code));
    if (signal() != 0) {
      node.put("signal", signal());
    }
    node.put("durationMs", usage.wall().toMillis());
    if (usage.peakBytes() >= 0) {
      node.put("peakMemoryMb", usage.peakBytes() / (1024 * 1024));
    }
    if (usage.cpuMillis() >= 0) {
      node.put("cpuMs", usage.cpuMillis());
    }
    Io io = usage.io();
    if (io != null) {
      node.set("io", io.toJson());
    }
    node.put("stdout", stdout);
    node.put("stderr", stderr);
    if (truncated) {
      node.put("truncated", true);
    }
    if (!removed.isEmpty()) {
      removed.forEach(node.putArray("removed")::add);
    }
    for (EgressLog.Entry each : egress) {
      ObjectNode entry = node.withArray("/" + ConnectorResult.EGRESS).addObject();
      entry.put("at", each.at().toString()).put("method", each.method());
      entry.put("host", each.host()).put("port", each.port()).put("path", each.path());
      if (!each.refused().isEmpty()) {
        entry.put("refused", each.refused());
      }
    }
    return node;
  }

  ConnectorResult toResult() {
    ObjectNode details =
        reason == Reason.REFUSED && exitCode.isEmpty() && stderr.isEmpty()
            ? Json.MAPPER.createObjectNode()
            : details();
    return succeeded()
        ? new ConnectorResult.Succeeded(details, sandbox)
        : new ConnectorResult.Failed(reason.code(), message, retry, sandbox, details);
  }
}
