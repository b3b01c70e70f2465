package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
import io.aleff.sandbox.SandboxReport.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Sandboxes made with bubblewrap, which needs no service and no root. */
final class Bubblewrap implements Backend {

  static final String NAME = "bwrap";

  private final SandboxHost host;
  private boolean trialPassed;

  Bubblewrap(SandboxHost host) {
    this.host = host;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public synchronized List<String> problems() {
    List<String> problems = new ArrayList<>(host.problems());
    host.system().problem().ifPresent(problems::add);
    if (problems.isEmpty() && !trialPassed) {
      trial().ifPresentOrElse(problems::add, () -> trialPassed = true);
    }
    return problems;
  }

  @Override
  public List<Enforcement> enforcement() {
    return host.enforcement();
  }

  @Override
  public Optional<String> interpreter(SandboxProfile profile) {
    return host.system().firstOf(profile.interpreters());
  }

  @Override
  public String howToInstall(SandboxProfile profile) {
    return host.system().howToInstall(profile);
  }

  @Override
  public List<String> arguments() {
    return host.system() instanceof SystemFiles.Own own
        ? List.of(NAME, own.files().store().toString(), own.files().digest())
        : List.of(NAME);
  }

  @Override
  public Protections protections() {
    return host.protections();
  }

  @Override
  public SandboxReport run(SandboxOrder order, OutputSink output) throws InterruptedException {
    return new SandboxExecution(host, order, output).run();
  }

  @Override
  public List<WarmSandbox> warm(SandboxPool.Key key, int count, PoolFolders folders)
      throws IOException, InterruptedException {
    String interpreter =
        interpreter(key.profile())
            .orElseThrow(() -> new IOException("There is no interpreter any more."));
    return WarmSandbox.allReady(
        count,
        () -> {
          try {
            return WarmBubblewrap.start(host, key.profile(), interpreter, key.limits(), folders);
          } catch (Confinement.RefusedException e) {
            throw new IOException(e.getMessage(), e);
          }
        });
  }

  @Override
  public SessionBody session(SandboxOrder order, List<String> words) throws IOException {
    try {
      return BubblewrapSession.start(host, order, words);
    } catch (Confinement.RefusedException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    host.close();
  }

  /** Starts one sandbox that does nothing, to learn whether this machine lets any start. */
  private Optional<String> trial() {
    try {
      Path workspace = Files.createTempDirectory("aleff-trial-");
      try {
        SandboxReport report = run(nothing(workspace), (stream, text) -> {});
        return report.succeeded()
            ? Optional.empty()
            : Optional.of(report.message() + advice(report));
      } finally {
        FileTrees.delete(workspace);
      }
    } catch (IOException e) {
      return Optional.of("No sandbox can be prepared: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.of("The trial of the sandbox was interrupted.");
    }
  }

  private static SandboxOrder nothing(Path workspace) {
    SandboxProfile shell =
        new SandboxProfile(
            "trial",
            "",
            "main.sh",
            List.of("/bin/sh"),
            "dash",
            List.of("${interpreter}", "${main}"),
            Json.MAPPER.createObjectNode(),
            List.of(),
            List.of(),
            Map.of());
    byte[] code = "exit 0\n".getBytes(StandardCharsets.UTF_8);
    SandboxProgram program =
        new SandboxProgram(shell, Map.of("main.sh", code), "main.sh", List.of(), "", Map.of());
    return new SandboxOrder(
        program, SandboxLimits.DEFAULT, workspace, Duration.ofSeconds(20), null);
  }

  private static String advice(SandboxReport report) {
    String message = report.message();
    if (message.contains("Unknown option") || message.contains("--size")) {
      return " Install bubblewrap 0.8 or newer.";
    }
    if (report.reason() == Reason.REFUSED
        && (message.contains("namespace")
            || message.contains("uid map")
            || message.contains("Operation not permitted")
            || message.contains("Permission denied"))) {
      return " User namespaces seem to be off. Maybe sysctl -w user.max_user_namespaces=15000,"
          + " kernel.unprivileged_userns_clone=1 or kernel.apparmor_restrict_unprivileged_userns=0;"
          + " in a container, one that may create namespaces.";
    }
    return "";
  }
}
