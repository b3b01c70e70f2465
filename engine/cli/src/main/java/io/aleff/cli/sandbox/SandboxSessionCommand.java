package io.aleff.cli.sandbox;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.Context;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
import io.aleff.sandbox.SandboxLimits;
import io.aleff.sandbox.SandboxReport;
import io.aleff.sandbox.SandboxSession;
import io.aleff.sandbox.Sandboxes;
import io.aleff.sandbox.SessionOrder;
import io.aleff.sandbox.TemporaryFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code aleff sandbox session}. */
@Command(
    name = "session",
    mixinStandardHelpOptions = true,
    description =
        "Runs cells in one interpreter in a sandbox: each finds what those before it defined.")
final class SandboxSessionCommand implements Callable<Integer> {

  private static final Duration OLDEST = Duration.ofHours(12);

  private final Context context;
  private final ArrayNode done = Json.MAPPER.createArrayNode();
  private int exit;

  @Parameters(
      arity = "0..*",
      paramLabel = "FILE",
      description = "Cells, apart by lines of %%%% or # %%%%. Default: the input, or a prompt.")
  private List<String> files = new ArrayList<>();

  @Mixin private BackendOptions backend = new BackendOptions();

  @Mixin private ProfileOptions definitions = new ProfileOptions();

  @Mixin private ProgramOptions options = new ProgramOptions();

  @Option(
      names = "--time",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "When to stop a cell. Default: ${DEFAULT-VALUE}.")
  private double seconds;

  @Option(
      names = "--idle",
      paramLabel = "SECONDS",
      defaultValue = "3600",
      description = "End the session when nothing was run for so long. Default: ${DEFAULT-VALUE}.")
  private double idle;

  @Option(names = "--keep-going", description = "Run the cells after one that failed, too.")
  private boolean keepGoing;

  @Option(names = "--json", description = "Print one JSON object instead of the live output.")
  private boolean json;

  SandboxSessionCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    Profiles profiles = definitions.read(context);
    SandboxProfile chosen = options.profile(profiles, files.isEmpty() ? null : files.getFirst());
    SandboxLimits limits = options.limits(chosen, seconds, idle);
    List<String> cells = cells();
    try (Cancelling cancelling = Cancelling.ofThisThread();
        TemporaryFolder workspace = TemporaryFolder.create("aleff-session-");
        Sandboxes sandboxes = backend.open(context)) {
      cancelling.begin();
      BackendOptions.mustWork(sandboxes);
      RunFiles filesOfRun = options.filesIn(context, workspace.path());
      SessionOrder order =
          new SessionOrder(
              chosen, limits, workspace.path(), options.environment(), time(idle), OLDEST);
      String ended;
      try (SandboxSession session = opened(sandboxes, order)) {
        if (cells.isEmpty() && files.isEmpty()) {
          prompt(session);
        } else {
          runAll(session, cells);
        }
        ended = session.ended().orElse("");
      }
      RunFiles.Outcome made = options.filesOut(context, filesOfRun, limits);
      String out = options.out();
      if (exit == 0 && out != null && !made.refused().isEmpty()) {
        exit = RunReport.LIMIT;
      }
      if (json) {
        print(sandboxes, ended, made);
      } else if (!made.refused().isEmpty()) {
        context.terminal().note("   files     none come out: " + made.refused());
      } else if (!made.files().isEmpty()) {
        String names = SafeText.line(String.join(" ", made.files()));
        context
            .terminal()
            .note(
                "   files     "
                    + names
                    + (out == null ? " (not kept; --out DIR keeps them)" : " → " + out));
      }
      return exit;
    }
  }

  private static Duration time(double seconds) {
    return Duration.ofNanos((long) (seconds * 1e9));
  }

  private static SandboxSession opened(Sandboxes sandboxes, SessionOrder order) {
    return switch (sandboxes.open(order)) {
      case SandboxSession.Opening.Opened opened -> opened.session();
      case SandboxSession.Opening.Refused refused ->
          throw new CommandFailure(BackendOptions.REFUSED, refused.message());
    };
  }

  private List<String> cells() throws IOException {
    List<String> cells = new ArrayList<>();
    for (String each : files) {
      cells.addAll(Cells.of(Files.readString(context.resolve(each))));
    }
    if (files.isEmpty() && !context.terminal().interactive()) {
      cells.addAll(Cells.of(new String(System.in.readAllBytes(), StandardCharsets.UTF_8)));
    }
    return cells;
  }

  private void runAll(SandboxSession session, List<String> cells) throws InterruptedException {
    for (String each : cells) {
      SandboxReport report = run(session, each);
      if (session.ended().isPresent() || (!report.succeeded() && !keepGoing)) {
        return;
      }
    }
  }

  /** A person's lines; an empty one runs what was typed before it. */
  private void prompt(SandboxSession session) throws InterruptedException {
    context
        .terminal()
        .note("An empty line runs what was typed before it; Ctrl-D ends the session.");
    StringBuilder cell = new StringBuilder();
    while (session.ended().isEmpty()) {
      String line =
          context
              .terminal()
              .ask(cell.isEmpty() ? ">>> " : "... ", () -> session.ended().isPresent());
      boolean complete = line == null || line.isBlank() || Cells.isMark(line);
      if (!complete) {
        cell.append(line).append('\n');
      } else if (!cell.isEmpty()) {
        run(session, cell.toString());
        cell.setLength(0);
      }
      if (line == null) {
        return;
      }
    }
    context.terminal().note("── " + session.ended().orElse(""));
  }

  private SandboxReport run(SandboxSession session, String cell) throws InterruptedException {
    SandboxReport report =
        session.run(cell, time(seconds), new LiveOutput(context.terminal(), json));
    ObjectNode entry = done.addObject();
    entry.put("reason", report.reason().name().toLowerCase(Locale.ROOT));
    entry.put("message", report.message()).setAll(report.details());
    if (!report.succeeded()) {
      int code = RunReport.exitCode(report);
      // A session that ended well under a cell did not run that cell to its end.
      exit = exit == 0 ? (code == 0 ? 1 : code) : exit;
      if (!json) {
        String words = "── cell %d: %s".formatted(done.size(), why(report, session));
        context.terminal().note(context.terminal().styled(Style.BAD, words));
      }
    }
    return report;
  }

  private static String why(SandboxReport report, SandboxSession session) {
    if (session.ended().isPresent() || report.reason() != SandboxReport.Reason.EXIT) {
      return SafeText.lines(report.message());
    }
    return "exit " + report.exitCode().orElse(-1);
  }

  private void print(Sandboxes sandboxes, String ended, RunFiles.Outcome made) {
    ObjectNode all = Json.MAPPER.createObjectNode();
    all.put("backend", sandboxes.backend()).set("cells", done);
    all.put("ended", ended);
    made.files().forEach(all.putArray("files")::add);
    made.skipped().forEach(all.putArray("skipped")::add);
    if (!made.refused().isEmpty()) {
      all.put("filesRefused", made.refused());
    }
    context.terminal().json(all);
  }
}
