package io.aleff.cli.client;

import io.aleff.cli.CommandFailure;
import io.aleff.cli.ExitCode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** An answer of the service that is no success (RFC 9457). */
public final class ApiProblem extends CommandFailure {

  private static final long serialVersionUID = 1L;

  private final int status;
  private final transient JsonNode problem;

  ApiProblem(int status, JsonNode problem) {
    super(exitCode(status, problem), message(status, problem), hints(status, problem));
    this.status = status;
    this.problem = problem;
  }

  public int status() {
    return status;
  }

  /** Stable code of the refusal, for example {@code digest-mismatch}; empty when there is none. */
  public String code() {
    return problem.path("code").asString("");
  }

  /** The whole answer. */
  public JsonNode problem() {
    return problem;
  }

  private static int exitCode(int status, JsonNode problem) {
    if (problem.path("diagnostics").size() > 0 || problem.path("tests").size() > 0) {
      return ExitCode.DIAGNOSTICS;
    }
    return switch (status) {
      case 401, 403, 409, 423, 429 -> ExitCode.REFUSED;
      case 502, 503, 504 -> ExitCode.UNREACHABLE;
      default -> ExitCode.FAILURE;
    };
  }

  private static String message(int status, JsonNode problem) {
    String detail = problem.path("detail").asString("");
    String title = problem.path("title").asString("");
    String text = detail.isEmpty() ? title : detail;
    String code = problem.path("code").asString("");
    String said = text.isEmpty() ? "The service answered with status " + status + "." : text;
    return code.isEmpty() ? said : said + " (" + code + ")";
  }

  private static List<String> hints(int status, JsonNode problem) {
    List<String> hints = new ArrayList<>();
    for (JsonNode line : problem.path("details")) {
      hints.add(line.asString(line.toString()));
    }
    for (JsonNode phrase : problem.path("nearestPhrases")) {
      hints.add("Maybe \"" + phrase.asString("") + "\"?");
    }
    if (status == 401) {
      hints.add("Give a token with --token or ALEFF_TOKEN, or a user of this machine with --as.");
    }
    return hints;
  }
}
