package io.aleff.sandbox.abuse;

import io.aleff.sandbox.SandboxReport;
import io.aleff.sandbox.SandboxReport.Reason;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a case did, seen from the host.
 *
 * @param workspace as it came back
 * @param stdout all of the standard output that a viewer was shown
 * @param timeout that the case had
 */
record Observation(SandboxReport report, Path workspace, String stdout, Duration timeout) {

  /** A complaint unless the program ended for one of these reasons. */
  List<String> endedBy(Reason... reasons) {
    return Set.of(reasons).contains(report.reason())
        ? List.of()
        : List.of("it ended by %s: %s".formatted(report.reason(), report.message()));
  }

  /** A complaint for each line of the output that begins with {@code !}. */
  List<String> noBreach() {
    if (!report.succeeded()) {
      return List.of("the attack did not run to its end: " + report.message());
    }
    List<String> lines = stdout.lines().toList();
    return lines.contains("done")
        ? lines.stream()
            .filter(line -> line.startsWith("!"))
            .map(l -> l.substring(1).strip())
            .toList()
        : List.of("the attack was not tried to its end");
  }

  static List<String> all(List<String> some, List<String> others) {
    return Stream.concat(some.stream(), others.stream()).toList();
  }

  List<String> unless(boolean fine, String complaint) {
    return fine ? List.of() : List.of(complaint);
  }
}
