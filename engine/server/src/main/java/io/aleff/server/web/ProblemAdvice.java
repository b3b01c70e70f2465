package io.aleff.server.web;

import io.aleff.server.security.SecurityTrail;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.resource.NoResourceFoundException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Turns whatever went wrong into a problem that says what the client can do, and nothing else. */
@RestControllerAdvice
class ProblemAdvice {

  private static final Logger LOG = LoggerFactory.getLogger(ProblemAdvice.class);

  /** Refusals that say that somebody reached for what is not theirs; the runtime audits others. */
  private static final Set<String> AUDITED = Set.of("not-found", "not-your-run");

  private final UploadLimits limits;
  private final SecurityTrail trail;

  ProblemAdvice(UploadLimits limits, SecurityTrail trail) {
    this.limits = limits;
    this.trail = trail;
  }

  @ExceptionHandler
  ResponseEntity<Problem> problem(ProblemException e, HttpServletRequest request) {
    if (AUDITED.contains(e.problem().code())) {
      trail.refused(request, e.problem());
    }
    return e.problem().toResponse();
  }

  @ExceptionHandler
  ResponseEntity<Problem> unreadable(HttpMessageNotReadableException e) {
    return Problem.of(HttpStatus.BAD_REQUEST, "bad-json", reason(e.getCause())).toResponse();
  }

  private static String reason(@Nullable Throwable cause) {
    if (cause instanceof UnrecognizedPropertyException unknown) {
      return "The request has the unknown member \"" + unknown.getPropertyName() + "\".";
    }
    if (cause instanceof JacksonException json) {
      return "The request is not the JSON that is expected: " + json.getOriginalMessage();
    }
    return "The request has no readable body.";
  }

  @ExceptionHandler
  ResponseEntity<Problem> json(JacksonException e) {
    return Problem.of(HttpStatus.BAD_REQUEST, "bad-json", reason(e)).toResponse();
  }

  @ExceptionHandler
  ResponseEntity<Problem> tooLarge(MaxUploadSizeExceededException e) {
    return limits.tooLarge().toResponse();
  }

  @ExceptionHandler
  ResponseEntity<Problem> multipart(MultipartException e) {
    return limits.isTooLarge(e)
        ? limits.tooLarge().toResponse()
        : Problem.of(
                HttpStatus.BAD_REQUEST, "bad-multipart", "The request is not readable multipart.")
            .toResponse();
  }

  @ExceptionHandler
  ResponseEntity<Problem> mismatch(MethodArgumentTypeMismatchException e) {
    return Problem.of(
            HttpStatus.BAD_REQUEST,
            "bad-parameter",
            "The parameter \"" + e.getName() + "\" has no usable value.")
        .toResponse();
  }

  @ExceptionHandler
  ResponseEntity<Problem> noResource(NoResourceFoundException e) {
    return Problem.of(HttpStatus.NOT_FOUND, "not-found", "There is nothing at this address.")
        .toResponse();
  }

  @ExceptionHandler
  ResponseEntity<Problem> method(HttpRequestMethodNotSupportedException e) {
    return Problem.of(
            HttpStatus.METHOD_NOT_ALLOWED,
            "method-not-allowed",
            "The method " + e.getMethod() + " is not supported here.")
        .toResponse();
  }

  @ExceptionHandler({
    CannotCreateTransactionException.class,
    DataAccessResourceFailureException.class,
    CannotAcquireLockException.class,
    RejectedExecutionException.class
  })
  ResponseEntity<Problem> unavailable(Exception e) {
    LOG.warn("A request failed because the database is not there or overloaded.", e);
    return Problem.of(
            HttpStatus.SERVICE_UNAVAILABLE,
            "unavailable",
            "The service cannot do this right now. Try again in a moment.")
        .toResponse();
  }

  @ExceptionHandler
  void denied(AccessDeniedException e) {
    throw e;
  }

  /** The client went away; there is nobody to tell. */
  @ExceptionHandler
  void gone(AsyncRequestNotUsableException e) {
    LOG.debug("A client went away.", e);
  }

  @ExceptionHandler
  ResponseEntity<Problem> anything(Exception e, HttpServletRequest request) {
    if (e instanceof ErrorResponse known) {
      return known(known);
    }
    if (e instanceof IOException && LOG.isDebugEnabled()) {
      LOG.debug("Input or output of a request failed.", e);
    }
    LOG.error("A request failed: {} {}", request.getMethod(), request.getRequestURI(), e);
    return Problem.of(
            HttpStatus.INTERNAL_SERVER_ERROR,
            "internal",
            "Something went wrong in the server. Its log says more.")
        .toResponse();
  }

  private static ResponseEntity<Problem> known(ErrorResponse known) {
    HttpStatusCode code = known.getStatusCode();
    HttpStatus status = HttpStatus.valueOf(code.value());
    String detail = known.getBody().getDetail();
    return Problem.of(status, "bad-request", detail == null ? status.getReasonPhrase() : detail)
        .toResponse();
  }
}
