package io.aleff.server.web;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the servlet container could not answer otherwise, without a word about its inside. */
@RestController
class ErrorPage implements ErrorController {

  private final UploadLimits limits;

  ErrorPage(UploadLimits limits) {
    this.limits = limits;
  }

  @RequestMapping("/error")
  ResponseEntity<Problem> error(HttpServletRequest request) {
    HttpStatus status = HttpStatus.NOT_FOUND;
    if (request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE) instanceof Integer code) {
      HttpStatus known = HttpStatus.resolve(code);
      status = known == null ? HttpStatus.INTERNAL_SERVER_ERROR : known;
    }
    boolean large =
        request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable cause
            && limits.isTooLarge(cause);
    return large
        ? limits.tooLarge().toResponse()
        : Problem.of(status, code(status), status.getReasonPhrase() + ".").toResponse();
  }

  private static String code(HttpStatus status) {
    return status.is5xxServerError() ? "internal" : "bad-request";
  }
}
