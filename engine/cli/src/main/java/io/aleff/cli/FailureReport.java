package io.aleff.cli;

import io.aleff.cli.client.ApiProblem;
import io.aleff.cli.release.Findings;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Says what went wrong on the error stream, without a stack trace, and gives the exit code. */
final class FailureReport implements IExecutionExceptionHandler {

  private final Context context;

  FailureReport(Context context) {
    this.context = context;
  }

  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult parsed) {
    Terminal terminal = context.terminal();
    if (e instanceof ApiProblem problem) {
      Findings.printProblem(terminal, problem.problem());
    }
    terminal.note(terminal.styled(Style.BAD, "aleff: ") + SafeText.lines(message(e)));
    if (e instanceof CommandFailure failure) {
      failure.hints().forEach(hint -> terminal.note("  " + SafeText.lines(hint)));
      return failure.exitCode();
    }
    return ExitCode.FAILURE;
  }

  private static String message(Exception e) {
    Throwable cause =
        e instanceof UncheckedIOException io && io.getCause() != null ? io.getCause() : e;
    return switch (cause) {
      case CommandFailure failure -> String.valueOf(failure.getMessage());
      case NoSuchFileException missing -> "There is no file " + missing.getFile() + ".";
      case AccessDeniedException denied -> "No access to " + denied.getFile() + ".";
      default ->
          cause.getMessage() == null
              ? cause.toString()
              : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    };
  }
}
