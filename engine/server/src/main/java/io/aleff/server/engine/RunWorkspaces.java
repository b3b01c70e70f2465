package io.aleff.server.engine;

import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.port.WorkspacePort;
import io.aleff.sandbox.WorkspaceCommit;
import io.aleff.sandbox.Workspaces;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Workspaces below one folder for each tenant. */
final class RunWorkspaces implements WorkspacePort {

  private final Path root;
  private final Map<TenantId, Workspaces> tenants = new ConcurrentHashMap<>();

  RunWorkspaces(Path root) {
    this.root = root;
  }

  /** Clears away what a killed server left; before any step begins. */
  void recover(List<TenantId> all) throws IOException {
    for (TenantId tenant : all) {
      of(tenant).recover();
    }
  }

  private Workspaces of(TenantId tenant) {
    return tenants.computeIfAbsent(tenant, t -> new Workspaces(root.resolve(t.value())));
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
  public Commit commit(TenantId tenant, String run, String step, String message)
      throws IOException {
    return switch (of(tenant).commit(run, step, message)) {
      case WorkspaceCommit.Committed done -> new Commit.Committed(done.id());
      case WorkspaceCommit.Conflict conflict -> new Commit.Conflict(conflict.paths());
      case WorkspaceCommit.Refused refused -> throw new IOException(refused.reason());
    };
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
