package io.aleff.server.modeler;

import io.aleff.definition.Diagnostic;
import io.aleff.runtime.Outcome;
import io.aleff.runtime.Releases;
import io.aleff.runtime.port.ReleaseStore;
import io.aleff.server.security.CurrentAccount;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.multipart.MultipartHttpServletRequest;

/**
 * Deploying from Camunda Modeler: the models replace those of the active release, everything is
 * linted and tested, and the outcome is activated, or nothing happens and the Modeler shows why.
 */
@RestController
@RequestMapping("/engine-rest")
class ModelerController {

  private static final String VERSION = "7.24.0";
  private static final Pattern FILE =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,100}\\.(bpmn|form)");
  private static final Pattern PROCESS =
      Pattern.compile("<(?:\\w+:)?process\\b[^>]*?\\bid=\"([^\"]+)\"");
  private static final int LARGEST = 5 << 20;

  private final Releases releases;

  ModelerController(Releases releases) {
    this.releases = releases;
  }

  @GetMapping("/version")
  Map<String, String> version() {
    return Map.of("version", VERSION);
  }

  @GetMapping("/deployment")
  List<Deployment> deployments(
      CurrentAccount sender, @RequestParam(defaultValue = "100") int maxResults) {
    return releases.list(sender.tenant()).stream()
        .limit(Math.clamp(maxResults, 0, 200))
        .map(release -> Deployment.of(release, Map.of()))
        .toList();
  }

  @PostMapping(path = "/deployment/create", consumes = MediaType.MULTIPART_FORM_DATA_VALUE)
  ResponseEntity<?> deploy(
      CurrentAccount sender,
      @RequestParam(name = "deployment-name", required = false) @Nullable String name,
      @RequestParam(name = "tenant-id", required = false) @Nullable String tenant,
      MultipartHttpServletRequest request)
      throws IOException {
    if (tenant != null && !tenant.isBlank() && !tenant.equals(sender.tenant().value())) {
      return refusal(HttpStatus.FORBIDDEN, "You belong to the tenant " + sender.tenant() + ".");
    }
    Map<String, byte[]> files = new TreeMap<>();
    List<MultipartFile> parts =
        request.getMultiFileMap().values().stream().flatMap(List::stream).toList();
    for (MultipartFile part : parts) {
      String file = part.getOriginalFilename();
      if (file == null || !FILE.matcher(file).matches() || part.getSize() > LARGEST) {
        return refusal(
            HttpStatus.BAD_REQUEST,
            "Aleff takes .bpmn and .form files of at most 5 MB; \"" + file + "\" is none.");
      }
      files.put("bpmn/" + file, part.getBytes());
    }
    return files.isEmpty()
        ? refusal(HttpStatus.BAD_REQUEST, "The deployment contains no file.")
        : release(sender, files, name == null ? "Camunda Modeler" : name.replace("\0", ""));
  }

  private ResponseEntity<?> release(
      CurrentAccount sender, Map<String, byte[]> files, String message) {
    Releases.Attempt attempt = releases.change(sender.actor(), files, message);
    ReleaseStore.ReleaseRecord release = attempt.release();
    if (release == null) {
      return refusal(HttpStatus.BAD_REQUEST, findings(attempt));
    }
    return switch (releases.activate(sender.actor(), release.digest())) {
      case Outcome.Accepted<ReleaseStore.ReleaseRecord>(ReleaseStore.ReleaseRecord active) ->
          ResponseEntity.ok(Deployment.of(active, processes(files)));
      case Outcome.Refused<ReleaseStore.ReleaseRecord> refused ->
          refusal(HttpStatus.BAD_REQUEST, refused.message());
    };
  }

  private static String findings(Releases.Attempt attempt) {
    Stream<String> diagnostics =
        attempt.diagnostics().stream()
            .filter(Diagnostic::isError)
            .map(found -> found.location() + " " + found.message() + hint(found));
    Stream<String> tests =
        attempt.tests().stream()
            .filter(test -> !test.passed())
            .map(test -> test.location() + " test \"" + test.name() + "\": " + test.message());
    return Stream.concat(diagnostics, tests).limit(20).collect(Collectors.joining("\n"));
  }

  private static String hint(Diagnostic found) {
    return found.hint() == null ? "" : " " + found.hint();
  }

  private static Map<String, Definition> processes(Map<String, byte[]> files) {
    Map<String, Definition> found = new LinkedHashMap<>();
    files.forEach(
        (path, content) -> {
          Matcher matcher = PROCESS.matcher(new String(content, StandardCharsets.UTF_8));
          while (matcher.find()) {
            String key = matcher.group(1);
            found.put(key, new Definition(key, key, path.substring(path.lastIndexOf('/') + 1)));
          }
        });
    return found;
  }

  private static ResponseEntity<Refusal> refusal(HttpStatus status, String message) {
    return ResponseEntity.status(status).body(new Refusal("AleffRefusal", message));
  }

  /** What the Modeler shows when it is no deployment. */
  record Refusal(String type, String message) {}

  /** A process as Camunda describes it, as far as the Modeler looks. */
  record Definition(String id, String key, String resource) {}

  /** A deployment as Camunda describes it. */
  record Deployment(
      String id,
      String name,
      String source,
      String deploymentTime,
      String tenantId,
      Map<String, Definition> deployedProcessDefinitions) {

    static Deployment of(ReleaseStore.ReleaseRecord release, Map<String, Definition> processes) {
      String message = release.message();
      return new Deployment(
          release.digest(),
          message == null ? release.digest().substring(0, 12) : message,
          "Aleff",
          release.createdAt().toString(),
          release.tenant().value(),
          processes);
    }
  }
}
