package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A started sandbox that waits for its one program, confined like any other. Whoever has it closes
 * it, also after its program has run.
 */
interface WarmSandbox extends AutoCloseable {

  /** Starts one, without waiting until it is ready. */
  @FunctionalInterface
  interface Start {
    WarmSandbox start() throws IOException;
  }

  /**
   * Starts several side by side.
   *
   * @return those that became ready
   * @throws IOException when none did
   */
  static List<WarmSandbox> allReady(int count, Start start)
      throws IOException, InterruptedException {
    List<WarmSandbox> begun = new ArrayList<>();
    List<WarmSandbox> ready = new ArrayList<>();
    IOException failure = null;
    try {
      while (begun.size() < count && failure == null) {
        try {
          begun.add(start.start());
        } catch (IOException e) {
          failure = e;
        }
      }
      for (WarmSandbox each : begun) {
        try {
          each.awaitReady();
          ready.add(each);
        } catch (IOException e) {
          failure = e;
        }
      }
    } catch (InterruptedException e) {
      ready.clear();
      throw e;
    } finally {
      begun.stream().filter(each -> !ready.contains(each)).forEach(WarmSandbox::close);
    }
    if (ready.isEmpty() && failure != null) {
      throw failure;
    }
    return ready;
  }

  /**
   * Waits until it can be told what to run.
   *
   * @throws IOException when it does not come so far
   */
  void awaitReady() throws IOException, InterruptedException;

  /** Whether it can still be told what to run. */
  boolean isHealthy();

  /**
   * Runs the program to its end; nothing of it is alive afterwards, also when interrupted.
   *
   * @param order of the profile and the limits that this was started with, without {@code egress}
   * @return empty when the program was not started, and so may be run elsewhere
   */
  Optional<SandboxReport> run(SandboxOrder order, OutputSink output) throws InterruptedException;

  /** Ends what still runs and gives everything back that it held on the host. */
  @Override
  void close();
}
