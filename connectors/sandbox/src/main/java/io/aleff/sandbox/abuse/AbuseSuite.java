package io.aleff.sandbox.abuse;

import io.aleff.connector.OutputSink;
import io.aleff.connector.SandboxProfile;
import io.aleff.definition.Json;
import io.aleff.sandbox.Enforcement;
import io.aleff.sandbox.SandboxLimits;
import io.aleff.sandbox.SandboxOrder;
import io.aleff.sandbox.SandboxProgram;
import io.aleff.sandbox.SandboxReport;
import io.aleff.sandbox.Sandboxes;
import io.aleff.sandbox.TemporaryFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/** Runs hostile programs in real sandboxes and says which of them got further than they may. */
public final class AbuseSuite {

  /** Characters of output that are kept for judging: more than any case may show. */
  private static final int SHOWN = 4 << 20;

  private static final Duration WAITS_WITHIN = Duration.ofSeconds(60);

  private final Sandboxes sandboxes;
  private final Map<String, SandboxProfile> profiles;
  private final boolean pooled;

  /**
   * @param profiles by name; those of the cases are among them
   */
  public AbuseSuite(Sandboxes sandboxes, Map<String, SandboxProfile> profiles) {
    this(sandboxes, profiles, false);
  }

  /**
   * @param pooled whether each case has to run in a sandbox that waited in the pool
   */
  public AbuseSuite(Sandboxes sandboxes, Map<String, SandboxProfile> profiles, boolean pooled) {
    this.sandboxes = sandboxes;
    this.profiles = Map.copyOf(profiles);
    this.pooled = pooled;
  }

  /**
   * What came of a case.
   *
   * @param skipped why it was not tried; empty when it was
   * @param complaints what got through; empty when the sandbox held
   */
  public record Verdict(
      AbuseCase abuse, Optional<String> skipped, List<String> complaints, SandboxReport report) {

    /** Whether it was tried and nothing got through. */
    public boolean held() {
      return skipped.isEmpty() && complaints.isEmpty();
    }

    /** Whether something got through, or a sandbox could not be had. */
    public boolean red() {
      return !complaints.isEmpty();
    }
  }

  public static List<AbuseCase> cases() {
    return Stream.of(
            ResourceAbuse.cases(),
            HostAbuse.cases(),
            KernelAbuse.cases(),
            FileAbuse.cases(),
            ServerDeath.cases())
        .flatMap(List::stream)
        .toList();
  }

  /** Runs one case with a bait and the canary around it. */
  public Verdict run(AbuseCase abuse) throws IOException, InterruptedException {
    SandboxProfile profile = profiles.get(abuse.profile());
    if (profile == null) {
      throw new IllegalArgumentException("There is no profile " + abuse.profile() + ".");
    }
    for (Enforcement each : sandboxes.enforcement()) {
      if (each.limit().equals(abuse.needs()) && each.level() == Enforcement.Level.NONE) {
        String why = each.limit() + " is not limited here";
        return new Verdict(abuse, Optional.of(why), List.of(), SandboxReport.refused(why, false));
      }
    }
    try (TemporaryFolder workspace = TemporaryFolder.create("aleff-abuse-");
        TemporaryFolder bait = TemporaryFolder.create("aleff-bait-");
        ServerSocket service = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path secret = Files.writeString(bait.path().resolve("secret.txt"), "the host's secret");
      Files.setPosixFilePermissions(
          bait.path(), java.nio.file.attribute.PosixFilePermissions.fromString("rwxr-xr-x"));
      Files.setPosixFilePermissions(
          secret, java.nio.file.attribute.PosixFilePermissions.fromString("rw-r--r--"));
      String code =
          abuse
              .code()
              .replace("@secret@", secret.toString())
              .replace("@port@", Integer.toString(service.getLocalPort()))
              .replace("@pid@", Long.toString(ProcessHandle.current().pid()));
      return tried(abuse, profile, code, workspace.path(), bait.path());
    }
  }

  private Verdict tried(
      AbuseCase abuse, SandboxProfile profile, String code, Path workspace, Path bait)
      throws IOException, InterruptedException {
    String mark = "aleff" + UUID.randomUUID();
    SandboxProgram program =
        new SandboxProgram(
            profile,
            Map.of(profile.source(), code.getBytes(StandardCharsets.UTF_8)),
            profile.source(),
            List.of(),
            "",
            Map.of("OLDPWD", mark));
    SandboxLimits limits =
        SandboxLimits.read(profile.limits(), abuse.limits(), Json.MAPPER.createObjectNode())
            .limits();
    StringBuilder stdout = new StringBuilder();
    // One stream only, and so one thread.
    OutputSink sink =
        (stream, text) -> {
          if (stream == OutputSink.Stream.STDOUT && stdout.length() < SHOWN) {
            stdout.append(text);
          }
        };
    SandboxOrder order = new SandboxOrder(program, limits, workspace, abuse.timeout(), null);
    if (pooled && !sandboxes.prepare(profile, limits, WAITS_WITHIN)) {
      String why = "No sandbox waits in the pool.";
      SandboxReport none = SandboxReport.refused(why, true);
      return new Verdict(abuse, Optional.of(why), List.of(why), none);
    }
    long hits = sandboxes.pool().hits();
    HostCanary before = HostCanary.look(bait);
    if (abuse.serverKilled()) {
      List<String> complaints = ServerDeath.complaints(sandboxes, order, mark, before, bait);
      return new Verdict(abuse, Optional.empty(), complaints, ServerDeath.REPORT);
    }
    SandboxReport report = sandboxes.run(order, sink);
    if (report.reason() == SandboxReport.Reason.REFUSED) {
      return new Verdict(abuse, Optional.of(report.message()), List.of(report.message()), report);
    }
    List<String> complaints =
        new ArrayList<>(
            abuse
                .judge()
                .apply(new Observation(report, workspace, stdout.toString(), abuse.timeout())));
    complaints.addAll(before.changes(HostCanary.look(bait)));
    complaints.addAll(HostCanary.survivors(mark));
    if (pooled && sandboxes.pool().hits() == hits) {
      complaints.add("no sandbox of the pool ran it");
    }
    return new Verdict(abuse, Optional.empty(), List.copyOf(complaints), report);
  }
}
