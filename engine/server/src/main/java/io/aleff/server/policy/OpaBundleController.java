package io.aleff.server.policy;

import static io.aleff.server.web.Answers.found;

import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.SourceText;
import io.aleff.rego.ast.Module;
import io.aleff.rego.bundle.Bundle;
import io.aleff.rego.bundle.Manifest;
import io.aleff.rego.parse.ModuleParser;
import io.aleff.runtime.port.ReleaseStore;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.security.CurrentAccount;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.JsonNodeFactory;

/** Releases as bundles for OPA servers: OPA's bundle API with ETag and long polling. */
@RestController
@RequestMapping("/api/v1/opa/bundles")
class OpaBundleController {

  private static final MediaType LONG_POLLED =
      MediaType.parseMediaType("application/vnd.openpolicyagent.bundles");
  private static final Pattern WAIT = Pattern.compile("wait=(\\d{1,4})");
  private static final int LONGEST_WAIT_SECONDS = 30;
  private static final int WAITING_AT_ONCE = 10;
  private static final long LOOK_MILLIS = 500;

  private final ReleaseStore releases;
  private final Semaphore waiting = new Semaphore(WAITING_AT_ONCE);

  OpaBundleController(ReleaseStore releases) {
    this.releases = releases;
  }

  /** The policies of the active release; waits for another one when OPA asks for that. */
  @GetMapping("/active")
  ResponseEntity<byte[]> active(
      CurrentAccount sender,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable String known,
      @RequestHeader(name = "Prefer", required = false) @Nullable String prefer)
      throws InterruptedException {
    String digest = found(releases.active(sender.tenant()), "active release");
    if (known != null && known.equals(etag(digest))) {
      digest = changed(sender.tenant(), digest, seconds(prefer));
    }
    return answer(sender.tenant(), digest, known);
  }

  @GetMapping("/{digest:[0-9a-f]{64}}")
  ResponseEntity<byte[]> one(
      CurrentAccount sender,
      @PathVariable String digest,
      @RequestHeader(name = "If-None-Match", required = false) @Nullable String known) {
    return answer(sender.tenant(), digest, known);
  }

  private String changed(TenantId tenant, String digest, int seconds) throws InterruptedException {
    if (seconds == 0 || !waiting.tryAcquire()) {
      return digest;
    }
    try {
      long end = System.nanoTime() + seconds * 1_000_000_000L;
      String now = digest;
      while (now.equals(digest) && System.nanoTime() < end) {
        Thread.sleep(LOOK_MILLIS);
        now = found(releases.active(tenant), "active release");
      }
      return now;
    } finally {
      waiting.release();
    }
  }

  private static int seconds(@Nullable String prefer) {
    Matcher matcher = WAIT.matcher(prefer == null ? "" : prefer);
    return matcher.find() ? Math.min(Integer.parseInt(matcher.group(1)), LONGEST_WAIT_SECONDS) : 0;
  }

  private static String etag(String digest) {
    return "\"" + digest + "\"";
  }

  private ResponseEntity<byte[]> answer(TenantId tenant, String digest, @Nullable String known) {
    if (etag(digest).equals(known)) {
      return ResponseEntity.status(HttpStatus.NOT_MODIFIED)
          .contentType(LONG_POLLED)
          .eTag(etag(digest))
          .build();
    }
    byte[] archive = found(releases.archive(tenant, digest), "release " + digest);
    return ResponseEntity.ok()
        .contentType(LONG_POLLED)
        .eTag(etag(digest))
        .body(bundle(DefinitionBundle.ofArchive(archive).orThrow(), digest).archive(null));
  }

  /** Tests stay behind; the roots are the first names of the packages. */
  private static Bundle bundle(DefinitionBundle definitions, String digest) {
    List<SourceText> policies =
        definitions.texts("policies/rego/", ".rego").stream()
            .filter(file -> !file.path().endsWith("_test.rego"))
            .toList();
    TreeSet<String> roots = new TreeSet<>();
    for (SourceText policy : policies) {
      Module module = ModuleParser.module(policy).module();
      if (module != null && !module.path().isEmpty()) {
        roots.add(module.path().getFirst());
      }
    }
    return new Bundle(
        Manifest.DEFAULT.with(digest, roots), policies, JsonNodeFactory.instance.objectNode());
  }
}
