package io.aleff.cli;

import java.util.List;

/** Ends a command with a message for people and an exit code for scripts. */
public class CommandFailure extends RuntimeException {

  private static final long serialVersionUID = 1L;

  private final int exitCode;
  private final transient List<String> hints;

  /**
   * @param exitCode of {@link ExitCode}
   * @param hints what to do about it, a line each
   */
  public CommandFailure(int exitCode, String message, List<String> hints) {
    super(message);
    this.exitCode = exitCode;
    this.hints = List.copyOf(hints);
  }

  public CommandFailure(int exitCode, String message) {
    this(exitCode, message, List.of());
  }

  public int exitCode() {
    return exitCode;
  }

  public List<String> hints() {
    return hints;
  }
}
