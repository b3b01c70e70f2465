package io.aleff.server.release;

import static io.aleff.server.web.Answers.accepted;
import static io.aleff.server.web.Answers.found;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.aleff.runtime.Releases;
import io.aleff.runtime.port.ReleaseStore;
import io.aleff.server.security.CurrentAccount;
import io.aleff.server.web.Problem;
import io.aleff.server.web.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Releases of definitions. */
@RestController
@RequestMapping("/api/v1/releases")
class ReleaseController {

  private static final int LARGEST = 20 << 20;
  private static final String DIGEST = "/{digest:[0-9a-f]{64}}";

  private final Releases releases;

  ReleaseController(Releases releases) {
    this.releases = releases;
  }

  @GetMapping
  List<ReleaseView> list(CurrentAccount sender) {
    return releases.list(sender.tenant()).stream().map(ReleaseView::of).toList();
  }

  /** Lints, tests and stores; activates nothing. */
  @PostMapping(
      consumes = {
        "application/zip",
        "application/gzip",
        "application/x-gzip",
        "application/octet-stream"
      })
  ResponseEntity<?> create(
      CurrentAccount sender,
      InputStream body,
      @RequestParam(required = false) @Nullable String message)
      throws IOException {
    byte[] archive = body.readNBytes(LARGEST + 1);
    if (archive.length > LARGEST) {
      throw new ProblemException(
          HttpStatus.CONTENT_TOO_LARGE,
          "too-large",
          "An archive of definitions has at most " + (LARGEST >> 20) + " MB.");
    }
    return answer(releases.create(sender.actor(), archive, clean(message)));
  }

  static ResponseEntity<?> answer(Releases.Attempt attempt) {
    List<DiagnosticView> found = attempt.diagnostics().stream().map(DiagnosticView::of).toList();
    ReleaseStore.ReleaseRecord release = attempt.release();
    if (release == null) {
      return Problem.of(
              HttpStatus.UNPROCESSABLE_CONTENT,
              "release-refused",
              "The definitions have errors or failing tests; nothing was stored.")
          .withDiagnostics(found, attempt.tests())
          .toResponse();
    }
    return ResponseEntity.status(HttpStatus.CREATED)
        .body(ReleaseView.of(release).with(found, attempt.tests()));
  }

  private static @Nullable String clean(@Nullable String message) {
    if (message == null || message.isBlank()) {
      return null;
    }
    String text = message.replace("\0", "").strip();
    return text.substring(0, Math.min(text.length(), 500));
  }

  @PostMapping(DIGEST + "/activate")
  ReleaseView activate(CurrentAccount sender, @PathVariable String digest) {
    return ReleaseView.of(accepted(releases.activate(sender.actor(), digest)));
  }

  @PostMapping("/rollback")
  ReleaseView rollback(CurrentAccount sender) {
    return ReleaseView.of(accepted(releases.rollback(sender.actor())));
  }

  @GetMapping(DIGEST + "/files")
  List<Releases.FileEntry> files(CurrentAccount sender, @PathVariable String digest) {
    return found(releases.files(sender.tenant(), digest), "release " + digest);
  }

  /** Always plain bytes: a definition is never rendered by the browser. */
  @GetMapping(path = DIGEST + "/files/content")
  ResponseEntity<byte[]> content(
      CurrentAccount sender, @PathVariable String digest, @RequestParam String path) {
    byte[] content = found(releases.content(sender.tenant(), digest, path), "file " + path);
    return ResponseEntity.ok()
        .contentType(MediaType.TEXT_PLAIN)
        .header("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
        .body(content);
  }

  /** A release; findings and tests only right after it was made. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record ReleaseView(
      String digest,
      Instant createdAt,
      String createdBy,
      @Nullable String message,
      boolean active,
      int files,
      @Nullable List<DiagnosticView> diagnostics,
      @Nullable List<Releases.TestOutcome> tests) {

    static ReleaseView of(ReleaseStore.ReleaseRecord release) {
      return new ReleaseView(
          release.digest(),
          release.createdAt(),
          release.createdBy(),
          release.message(),
          release.active(),
          release.files(),
          null,
          null);
    }

    ReleaseView with(List<DiagnosticView> found, List<Releases.TestOutcome> outcomes) {
      return new ReleaseView(digest, createdAt, createdBy, message, active, files, found, outcomes);
    }
  }
}
