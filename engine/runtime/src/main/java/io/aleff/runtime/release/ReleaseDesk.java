package io.aleff.runtime.release;

import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.Digest;
import io.aleff.definition.Json;
import io.aleff.definition.SourceLocation;
import io.aleff.runtime.Actor;
import io.aleff.runtime.Outcome;
import io.aleff.runtime.Outcome.Kind;
import io.aleff.runtime.Releases;
import io.aleff.runtime.audit.AuditChain;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.ReleaseStore.ReleaseRecord;
import io.aleff.runtime.port.TenantId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Makes, activates and takes back releases. */
public final class ReleaseDesk implements Releases {

  private final Ports ports;
  private final ReleaseRegistry registry;

  public ReleaseDesk(Ports ports, ReleaseRegistry registry) {
    this.ports = ports;
    this.registry = registry;
  }

  @Override
  public Attempt create(Actor actor, byte[] archive, @Nullable String message) {
    DefinitionBundle.Reading reading = DefinitionBundle.ofArchive(archive);
    DefinitionBundle bundle = reading.bundle();
    return bundle == null
        ? new Attempt(null, reading.diagnostics(), List.of())
        : release(actor, bundle, message);
  }

  @Override
  public Attempt change(Actor actor, Map<String, byte[]> files, @Nullable String message) {
    String active = ports.releases().active(actor.tenant());
    byte[] archive = active == null ? null : ports.releases().archive(actor.tenant(), active);
    DefinitionBundle bundle =
        archive == null ? DefinitionBundle.empty() : DefinitionBundle.ofArchive(archive).orThrow();
    List<Diagnostic> bad = new ArrayList<>();
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      try {
        bundle = bundle.with(file.getKey(), file.getValue());
      } catch (IllegalArgumentException e) {
        bad.add(
            Diagnostic.error(
                "RELEASE-004",
                new SourceLocation(file.getKey(), 1, 1),
                Objects.requireNonNullElse(e.getMessage(), "The path is not usable.")));
      }
    }
    return bad.isEmpty() ? release(actor, bundle, message) : new Attempt(null, bad, List.of());
  }

  private Attempt release(Actor actor, DefinitionBundle bundle, @Nullable String message) {
    ReleaseLoader.Loading loading = ReleaseLoader.load(bundle);
    CompiledRelease compiled = loading.release();
    if (compiled == null) {
      return refused(actor, loading.diagnostics(), List.of());
    }
    List<TestOutcome> tests = DefinitionTests.run(compiled, ports.policies().signals());
    if (tests.stream().anyMatch(test -> !test.passed())) {
      return refused(actor, loading.diagnostics(), tests);
    }
    ReleaseRecord known = ports.releases().find(actor.tenant(), compiled.digest());
    if (known != null) {
      return new Attempt(known, loading.diagnostics(), tests);
    }
    ReleaseRecord release =
        new ReleaseRecord(
            actor.tenant(),
            compiled.digest(),
            ports.clock().instant(),
            actor.user(),
            message,
            false,
            bundle.size());
    ports
        .transactions()
        .run(
            () -> {
              ports.releases().insert(release, bundle.toArchive());
              audit(actor, "release.created", compiled.digest(), "A release was made");
            });
    return new Attempt(release, loading.diagnostics(), tests);
  }

  private Attempt refused(Actor actor, List<Diagnostic> diagnostics, List<TestOutcome> tests) {
    ports
        .transactions()
        .run(() -> audit(actor, "release.refused", null, "A release had errors and was refused"));
    return new Attempt(null, diagnostics, tests);
  }

  @Override
  public Outcome<ReleaseRecord> activate(Actor actor, String digest) {
    ReleaseRecord release = ports.releases().find(actor.tenant(), digest);
    if (release == null) {
      return Outcome.refused(Kind.NOT_FOUND, "not-found", "There is no release " + digest);
    }
    try {
      registry.of(actor.tenant(), digest);
    } catch (IllegalStateException e) {
      return Outcome.refused(Kind.CONFLICT, "invalid", "" + e.getMessage());
    }
    ports
        .transactions()
        .run(
            () -> {
              ports
                  .releases()
                  .activate(actor.tenant(), digest, actor.user(), ports.clock().instant());
              audit(actor, "release.activated", digest, "A release was activated");
              ObjectNode data = Json.MAPPER.createObjectNode().put("digest", digest);
              ports.events().publish(actor.tenant(), "release", data.put("active", true));
            });
    return Outcome.accepted(Objects.requireNonNull(ports.releases().find(actor.tenant(), digest)));
  }

  @Override
  public Outcome<ReleaseRecord> rollback(Actor actor) {
    String previous = ports.releases().previous(actor.tenant());
    return previous == null
        ? Outcome.refused(Kind.CONFLICT, "no-previous", "There is no release to go back to.")
        : activate(actor, previous);
  }

  private void audit(Actor actor, String type, @Nullable String digest, String summary) {
    ports
        .audit()
        .append(
            actor.tenant(),
            new AuditChain.Entry(
                ports.clock().instant(),
                type,
                actor.user(),
                null,
                null,
                digest,
                summary,
                Json.MAPPER.createObjectNode()));
  }

  @Override
  public List<ReleaseRecord> list(TenantId tenant) {
    return ports.releases().list(tenant);
  }

  @Override
  public @Nullable List<FileEntry> files(TenantId tenant, String digest) {
    DefinitionBundle bundle = bundle(tenant, digest);
    if (bundle == null) {
      return null;
    }
    List<FileEntry> files = new ArrayList<>();
    for (String path : bundle.paths()) {
      byte[] bytes = Objects.requireNonNull(bundle.bytes(path));
      files.add(new FileEntry(path, bytes.length, Digest.sha256(bytes)));
    }
    return files;
  }

  @Override
  public byte @Nullable [] content(TenantId tenant, String digest, String path) {
    DefinitionBundle bundle = bundle(tenant, digest);
    return bundle == null ? null : bundle.bytes(path);
  }

  private @Nullable DefinitionBundle bundle(TenantId tenant, String digest) {
    byte[] archive = ports.releases().archive(tenant, digest);
    return archive == null ? null : DefinitionBundle.ofArchive(archive).bundle();
  }
}
