package io.aleff.server.web;

import org.springframework.http.HttpStatus;

/** Ends a request with a problem. */
public final class ProblemException extends RuntimeException {

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  public ProblemException(HttpStatus status, String code, String detail) {
    this(Problem.of(status, code, detail));
  }

  public static ProblemException notFound(String what) {
    return new ProblemException(HttpStatus.NOT_FOUND, "not-found", "There is no " + what + ".");
  }

  public Problem problem() {
    return problem;
  }
}
