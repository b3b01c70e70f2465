package io.aleff.cli.sandbox;

import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.Json;
import io.aleff.sandbox.Enforcement;
import io.aleff.sandbox.SandboxLimits;
import io.aleff.sandbox.SandboxReport;
import io.aleff.sandbox.Sandboxes;
import io.aleff.sandbox.egress.EgressLog;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is said about an execution after its end.
 *
 * @param out where files were put, or null
 */
record RunReport(
    SandboxReport report,
    SandboxLimits limits,
    Sandboxes sandboxes,
    RunFiles.Outcome made,
    @Nullable String out) {

  private static final int TIME = 124;
  static final int LIMIT = 125;

  /** Files that were asked for and did not come out are a limit that was passed. */
  int exitCode() {
    int code = exitCode(report);
    return code == 0 && out != null && !made.refused().isEmpty() ? LIMIT : code;
  }

  static int exitCode(SandboxReport report) {
    return switch (report.reason()) {
      case EXIT, SIGNAL -> report.exitCode().orElse(1);
      case DEADLINE -> TIME;
      case MEMORY, CPU, DISK, OUTPUT -> LIMIT;
      case REFUSED -> BackendOptions.REFUSED;
    };
  }

  /** Beside the program's output, so that a pipe gets nothing but that. */
  void print(Terminal terminal) {
    terminal.note(terminal.styled(report.succeeded() ? Style.GOOD : Style.BAD, "── " + end()));
    terminal.note("   used      " + usage());
    terminal.note("   sandbox   " + report.sandbox());
    List<String> partly =
        sandboxes.enforcement().stream()
            .filter(each -> each.level() != Enforcement.Level.TOTAL)
            .map(Enforcement::line)
            .toList();
    terminal.note(
        "   enforced  "
            + (partly.isEmpty()
                ? "every limit in total"
                : "in total, except " + String.join("; ", partly)));
    for (EgressLog.Entry each : report.egress()) {
      terminal.note("   network   " + SafeText.line(asked(each)));
    }
    if (!made.refused().isEmpty()) {
      terminal.note("   files     none come out: " + made.refused());
    }
    if (!made.files().isEmpty()) {
      terminal.note("   files     " + SafeText.line(files()));
    }
    if (!made.skipped().isEmpty() || !report.removed().isEmpty()) {
      terminal.note(
          "   left out  %s %s"
              .formatted(
                  SafeText.line(String.join(" ", made.skipped())),
                  SafeText.line(String.join(" ", report.removed())))
              .stripTrailing());
    }
  }

  private static String asked(EgressLog.Entry entry) {
    String request =
        "%s %s:%d%s".formatted(entry.method(), entry.host(), entry.port(), entry.path());
    return entry.refused().isEmpty() ? request : "refused " + request + ": " + entry.refused();
  }

  private String end() {
    return switch (report.reason()) {
      case EXIT -> "exit " + report.exitCode().orElse(-1);
      case SIGNAL -> "ended by signal " + report.signal();
      case REFUSED -> "refused: " + SafeText.lines(report.message());
      default -> report.reason().name().toLowerCase(Locale.ROOT) + ": " + report.message();
    };
  }

  private String usage() {
    SandboxReport.Usage usage = report.usage();
    return "%s s cpu, %s MB, %.3f s, %s"
        .formatted(
            usage.cpuMillis() < 0 ? "?" : "%.3f".formatted(usage.cpuMillis() / 1e3),
            usage.peakBytes() < 0 ? "?" : Long.toString(usage.peakBytes() >> 20),
            usage.wall().toMillis() / 1e3,
            io(usage.io()));
  }

  private static String io(SandboxReport.@Nullable Io io) {
    return io == null
        ? "? read, ? written"
        : "%s read, %s written (storage: %s, %s)"
            .formatted(
                bytes(io.read()),
                bytes(io.written()),
                bytes(io.storageRead()),
                bytes(io.storageWritten()));
  }

  private static String bytes(long bytes) {
    return bytes < 1 << 20 ? (bytes >> 10) + " KB" : (bytes >> 20) + " MB";
  }

  private String files() {
    String names = String.join(" ", made.files());
    return out == null ? names + " (not kept; --out DIR keeps them)" : names + " → " + out;
  }

  ObjectNode json() {
    ObjectNode all = Json.MAPPER.createObjectNode();
    all.put("reason", report.reason().name().toLowerCase(Locale.ROOT));
    all.put("message", report.message());
    all.setAll(report.details());
    all.put("backend", sandboxes.backend());
    all.put("sandbox", report.sandbox());
    all.set("limits", Json.MAPPER.valueToTree(limits));
    all.set("enforcement", LimitsCommand.enforcement(sandboxes));
    made.files().forEach(all.putArray("files")::add);
    if (!made.refused().isEmpty()) {
      all.put("filesRefused", made.refused());
    }
    made.skipped().forEach(all.putArray("skipped")::add);
    return all;
  }
}
