package io.aleff.runtime;

import io.aleff.definition.Diagnostic;
import io.aleff.runtime.port.ReleaseStore;
import io.aleff.runtime.port.TenantId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Releases of definitions. */
public interface Releases {

  /**
   * Lints, tests and stores; activates nothing.
   *
   * @param archive zip or gzipped tar of a definitions folder
   */
  Attempt create(Actor actor, byte[] archive, @Nullable String message);

  /** The active release with some files changed; null content takes a file away. */
  Attempt change(Actor actor, Map<String, byte[]> files, @Nullable String message);

  /** Refusals: {@code not-found}, {@code invalid}. */
  Outcome<ReleaseStore.ReleaseRecord> activate(Actor actor, String digest);

  /** Activates the release before the active one. Refusal: {@code no-previous}. */
  Outcome<ReleaseStore.ReleaseRecord> rollback(Actor actor);

  List<ReleaseStore.ReleaseRecord> list(TenantId tenant);

  @Nullable List<FileEntry> files(TenantId tenant, String digest);

  byte @Nullable [] content(TenantId tenant, String digest, String path);

  /** A file of a release. */
  record FileEntry(String path, long size, String sha256) {}

  /**
   * What came of an attempt to make a release.
   *
   * @param release null when there are errors or failed tests
   */
  record Attempt(
      ReleaseStore.@Nullable ReleaseRecord release,
      List<Diagnostic> diagnostics,
      List<TestOutcome> tests) {}

  /**
   * One definition test.
   *
   * @param location {@code path:line:column}
   */
  record TestOutcome(String name, String location, boolean passed, String message) {}
}
