package io.aleff.cli;

/** What a script learns from {@code $?}. Stable. */
public final class ExitCode {

  /** Done; for a run: its goal was verified. */
  public static final int OK = 0;

  /** Failed, or not verified. */
  public static final int FAILURE = 1;

  /** The command line itself is wrong. */
  public static final int USAGE = 2;

  /** Definitions have errors, or their tests fail. */
  public static final int DIAGNOSTICS = 3;

  /** The service refused: not allowed, or not in this state. */
  public static final int REFUSED = 4;

  /** No service answers. */
  public static final int UNREACHABLE = 5;

  private ExitCode() {}
}
