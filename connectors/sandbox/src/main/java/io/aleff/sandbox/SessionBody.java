package io.aleff.sandbox;

import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** The sandbox that a session's interpreter lives in, as a backend makes it. */
interface SessionBody extends AutoCloseable {

  /** Writes to the interpreter's input; may wait as long as nobody reads there. */
  void tell(byte[] message) throws IOException;

  InputStream standardOutput();

  InputStream standardError();

  /** Processor time in milliseconds; -1 when unknown. */
  long cpuMillis();

  /** Most memory in bytes; -1 when unknown. */
  long peakBytes();

  /** Input and output of all that lives in it; null when unknown. */
  SandboxReport.@Nullable Io io();

  /** Whether the kernel ended a process of it because memory ran out. */
  boolean ranOutOfMemory();

  /** Waits for the interpreter to end by itself, for at most that time. */
  void awaitEnd(long milliseconds) throws InterruptedException;

  /** Ends everything in it; nothing of it lives when this returns. Streams end. */
  void kill();

  /** Of the interpreter when it has ended; empty when it was killed. */
  OptionalInt exitCode();

  /** How it is confined, for people. */
  String describe();

  /** Ends it and takes the workspace back. */
  @Override
  void close();
}
