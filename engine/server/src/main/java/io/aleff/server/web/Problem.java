package io.aleff.server.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.aleff.definition.Json;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;

/**
 * An error as RFC 9457 describes it.
 *
 * @param code stable; programs may rely on it
 * @param details more lines for people
 * @param nearestPhrases goals in words that would have been understood
 * @param diagnostics findings in definitions
 * @param tests definition tests, when a release was refused
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Problem(
    String type,
    String title,
    int status,
    String detail,
    String code,
    @Nullable List<String> details,
    @Nullable List<String> nearestPhrases,
    @Nullable List<?> diagnostics,
    @Nullable List<?> tests) {

  public static Problem of(HttpStatus status, String code, String detail) {
    return new Problem(
        "urn:aleff:problem:" + code,
        status.getReasonPhrase(),
        status.value(),
        detail,
        code,
        null,
        null,
        null,
        null);
  }

  public Problem withDetails(List<String> lines) {
    return lines.isEmpty()
        ? this
        : new Problem(type, title, status, detail, code, lines, nearestPhrases, diagnostics, tests);
  }

  public Problem withDiagnostics(List<?> found, List<?> testOutcomes) {
    return new Problem(
        type, title, status, detail, code, details, nearestPhrases, found, testOutcomes);
  }

  public Problem withNearestPhrases(List<String> phrases) {
    return new Problem(type, title, status, detail, code, details, phrases, diagnostics, tests);
  }

  public ResponseEntity<Problem> toResponse() {
    return ResponseEntity.status(status).contentType(MediaType.APPLICATION_PROBLEM_JSON).body(this);
  }

  /** For filters, which answer before any controller is found. */
  public void write(HttpServletResponse response) throws IOException {
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.setHeader("Cache-Control", "no-store");
    byte[] body = Json.MAPPER.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
