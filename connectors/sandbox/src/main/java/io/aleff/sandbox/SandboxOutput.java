package io.aleff.sandbox;

import io.aleff.connector.OutputSink;
import java.io.InputStream;
import java.util.concurrent.atomic.AtomicLong;

/** Both output streams of one execution, which share one allowance. */
final class SandboxOutput {

  private final OutputPump standardOutput;
  private final OutputPump standardError;

  /**
   * @param bytes that both may write together
   * @param overflow called once they wrote more; that is dropped
   */
  SandboxOutput(
      InputStream stdout, InputStream stderr, OutputSink sink, long bytes, Runnable overflow) {
    AtomicLong budget = new AtomicLong(bytes);
    this.standardOutput =
        new OutputPump(stdout, new OutputTap(OutputSink.Stream.STDOUT, sink, budget, overflow));
    this.standardError =
        new OutputPump(stderr, new OutputTap(OutputSink.Stream.STDERR, sink, budget, overflow));
  }

  /** Waits until both have ended, for at most the given time each. */
  void await(long milliseconds) throws InterruptedException {
    standardOutput.await(milliseconds);
    standardError.await(milliseconds);
  }

  TextTail standardOutput() {
    return standardOutput.tail();
  }

  TextTail standardError() {
    return standardError.tail();
  }
}
