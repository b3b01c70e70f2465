package io.aleff.sandbox.abuse;

import io.aleff.sandbox.SandboxOrder;
import io.aleff.sandbox.SandboxReport;
import io.aleff.sandbox.Sandboxes;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** What becomes of a sandbox when the process that made it is killed. */
final class ServerDeath {

  private static final Duration PATIENCE = Duration.ofSeconds(12);

  /** There is no report of a process that is dead. */
  static final SandboxReport REPORT =
      new SandboxReport(
          SandboxReport.Reason.SIGNAL,
          OptionalInt.empty(),
          "Aleff was killed.",
          false,
          "",
          new SandboxReport.Usage(Duration.ZERO, -1, -1),
          "",
          "",
          false,
          List.of(),
          List.of());

  private ServerDeath() {}

  static List<AbuseCase> cases() {
    return List.of(
        AbuseCase.python(
                "server-killed",
                "nothing of it lives when Aleff was killed",
                """
                import os, signal, time
                for name in ('SIGTERM', 'SIGHUP', 'SIGINT', 'SIGPIPE', 'SIGALRM', 'SIGUSR1'):
                    signal.signal(getattr(signal, name), signal.SIG_IGN)
                for child in range(3):
                    if os.fork() == 0:
                        os.setsid()
                        if os.fork() == 0:
                            os.setsid()
                        break
                else:
                    print('up', flush=True)
                end = time.time() + 30
                while time.time() < end:
                    time.sleep(1)
                """,
                observation -> List.of())
            .within(Duration.ofSeconds(60))
            .whenTheServerIsKilled());
  }

  /** Starts another Aleff with the program, kills it, and looks for what is left. */
  static List<String> complaints(
      Sandboxes sandboxes, SandboxOrder order, String mark, HostCanary before, Path bait)
      throws IOException, InterruptedException {
    Process server = sandboxes.mortal(order);
    try (BufferedReader lines = new BufferedReader(server.inputReader(StandardCharsets.UTF_8))) {
      String first = lines.readLine();
      if (!"up".equals(first)) {
        return List.of("the attack was not tried: " + first);
      }
      if (HostCanary.survivors(mark).isEmpty()) {
        return List.of("the attack cannot be seen from here while it runs");
      }
    } finally {
      server.destroyForcibly();
      server.waitFor();
    }
    long end = System.nanoTime() + PATIENCE.toNanos();
    List<String> left = left(mark, before, bait);
    while (!left.isEmpty() && System.nanoTime() < end) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
      left = left(mark, before, bait);
    }
    return left;
  }

  /** An engine takes a moment to clean up after a container. */
  private static List<String> left(String mark, HostCanary before, Path bait) throws IOException {
    return Stream.concat(
            HostCanary.survivors(mark).stream(), before.changes(HostCanary.look(bait)).stream())
        .toList();
  }
}
