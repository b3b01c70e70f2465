package io.aleff.guardrail.signals;

import java.nio.file.Path;
import java.time.Duration;

/**
 * @param javaHome the Java installation that runs the child
 * @param heapMegabytes the child's heap
 * @param uid user id of the child when this process is root; never 0
 * @param evaluation longest evaluation, waiting for a restarted child included
 * @param compilation longest compilation of one rule set, the start of the child included
 * @param isolated whether to look for bubblewrap, setpriv and unshare; only tests say no
 */
public record SignalSettings(
    Path javaHome,
    int heapMegabytes,
    int uid,
    Duration evaluation,
    Duration compilation,
    boolean isolated) {

  public SignalSettings {
    if (uid <= 0) {
      throw new IllegalArgumentException("The child never runs as uid " + uid + ".");
    }
  }

  /** The running JVM's binary, 256 MB, one second per evaluation. */
  public static SignalSettings defaults() {
    Path home = Path.of(System.getProperty("java.home"));
    return new SignalSettings(
        home, 256, 64_999, Duration.ofSeconds(1), Duration.ofSeconds(60), true);
  }

  Path java() {
    return javaHome.resolve("bin").resolve("java");
  }

  public SignalSettings evaluatingFor(Duration longest) {
    return new SignalSettings(javaHome, heapMegabytes, uid, longest, compilation, isolated);
  }
}
