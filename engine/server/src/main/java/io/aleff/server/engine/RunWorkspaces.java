package io.aleff.server.engine;

import io.aleff.connector.workspace.Checkpoint;
import io.aleff.connector.workspace.StoredFile;
import io.aleff.connector.workspace.WorkspaceDiff;
import io.aleff.definition.DeniedFiles;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.port.WorkspacePort;
import io.aleff.sandbox.WorkspaceCommit;
import io.aleff.sandbox.WorkspaceLimits;
import io.aleff.sandbox.Workspaces;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Workspaces below one folder for each tenant. */
final class RunWorkspaces implements WorkspacePort, AutoCloseable {

  private final Path root;
  private final WorkspaceLimits limits;
  private final Clock clock;
  private final ExecutorService background =
      Executors.newSingleThreadExecutor(
          Thread.ofPlatform().name("aleff-workspaces").daemon().factory());
  private final Map<TenantId, Workspaces> tenants = new ConcurrentHashMap<>();

  RunWorkspaces(Path root, WorkspaceLimits limits, Clock clock) {
    this.root = root;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public void close() {
    background.shutdown();
  }

  /** Clears away what a killed server left; before any step begins. */
  void recover(List<TenantId> all) throws IOException {
    for (TenantId tenant : all) {
      of(tenant).recover();
    }
  }

  private Workspaces of(TenantId tenant) {
    return tenants.computeIfAbsent(
        tenant, t -> new Workspaces(root.resolve(t.value()), limits, clock, background));
  }

  @Override
  public void create(TenantId tenant, String run) throws IOException {
    of(tenant).create(run);
  }

  @Override
  public String importFile(TenantId tenant, String run, String path, InputStream content)
      throws IOException {
    return of(tenant).importFile(run, path, content);
  }

  @Override
  public String head(TenantId tenant, String run) throws IOException {
    return of(tenant).head(run);
  }

  @Override
  public Path begin(TenantId tenant, String run, String step, String commit) throws IOException {
    return of(tenant).begin(run, step, commit);
  }

  @Override
  public String digest(TenantId tenant, String run, String commit) throws IOException {
    return of(tenant).digest(run, commit);
  }

  @Override
  public String digest(Path directory) throws IOException {
    return Workspaces.digest(directory);
  }

  @Override
  public Commit commit(TenantId tenant, String run, String step, String message, DeniedFiles denied)
      throws IOException {
    return answer(of(tenant).commit(run, step, message, denied));
  }

  private static Commit answer(WorkspaceCommit commit) {
    return switch (commit) {
      case WorkspaceCommit.Committed done -> new Commit.Committed(done.id());
      case WorkspaceCommit.Conflict conflict -> new Commit.Conflict(conflict.paths());
      case WorkspaceCommit.Refused refused -> new Commit.Refused(refused.code(), refused.reason());
    };
  }

  @Override
  public Commit restore(
      TenantId tenant, String run, String commit, @Nullable String path, String message)
      throws IOException {
    return answer(of(tenant).restore(run, commit, path, message));
  }

  @Override
  public @Nullable StoredFile file(TenantId tenant, String run, String commit, String path)
      throws IOException {
    return of(tenant).file(run, commit, path).orElse(null);
  }

  @Override
  public boolean contains(TenantId tenant, String run, String commit) throws IOException {
    return of(tenant).contains(run, commit);
  }

  @Override
  public List<Checkpoint> checkpoints(TenantId tenant, String run, int most) throws IOException {
    return of(tenant).checkpoints(run, most);
  }

  @Override
  public WorkspaceDiff changes(
      TenantId tenant, String run, String from, String to, @Nullable String path)
      throws IOException {
    return of(tenant).changes(run, from, to, path);
  }

  @Override
  public void archive(TenantId tenant, String run, String commit, OutputStream out)
      throws IOException {
    of(tenant).archive(run, commit, out);
  }

  @Override
  public List<String> runs(TenantId tenant) throws IOException {
    return of(tenant).runs();
  }

  @Override
  public void delete(TenantId tenant, String run) throws IOException {
    of(tenant).delete(run);
  }

  @Override
  public void discard(TenantId tenant, String run, String step) throws IOException {
    of(tenant).discard(run, step);
  }

  @Override
  public String diff(TenantId tenant, String run, String from, String to) throws IOException {
    return of(tenant).diff(run, from, to);
  }

  @Override
  public List<Entry> files(TenantId tenant, String run, String commit, String path)
      throws IOException {
    return of(tenant).files(run, commit, path).stream()
        .map(e -> new Entry(e.path(), e.name(), e.size(), e.directory()))
        .toList();
  }

  @Override
  public byte @Nullable [] content(TenantId tenant, String run, String commit, String path)
      throws IOException {
    return of(tenant).content(run, commit, path).orElse(null);
  }

  @Override
  public void reset(TenantId tenant, String run, String commit) throws IOException {
    of(tenant).reset(run, commit);
  }
}
