package io.aleff.runtime.run;

import io.aleff.definition.Tenant;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.port.WorkspacePort;
import io.aleff.runtime.release.LiveRelease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.Period;
import java.time.ZoneOffset;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes files of runs that ended longer ago than their tenant wants them kept. */
final class Forgetting {

  private static final Logger LOG = LoggerFactory.getLogger(Forgetting.class);

  private final Core core;

  Forgetting(Core core) {
    this.core = core;
  }

  /**
   * @return how many runs lost their files; 0 without an active release, which says how long
   */
  int forget(TenantId tenant) {
    LiveRelease release = core.releases().active(tenant);
    Tenant definition = release == null ? null : release.compiled().tenants().get(tenant.value());
    if (definition == null) {
      return 0;
    }
    Instant oldest = before(core.ports().clock().instant(), definition.retention());
    int forgotten = 0;
    try {
      for (String run : core.ports().workspaces().runs(tenant)) {
        boolean done = core.ports().transactions().required(() -> forget(tenant, run, oldest));
        forgotten += done ? 1 : 0;
      }
    } catch (IOException e) {
      throw new UncheckedIOException("The workspaces of " + tenant + " are not readable.", e);
    }
    return forgotten;
  }

  private static Instant before(Instant now, Period retention) {
    return now.atOffset(ZoneOffset.UTC).minus(retention).toInstant();
  }

  /** The record first: a crash in between leaves files that the next time finds and removes. */
  private boolean forget(TenantId tenant, String id, Instant oldest) {
    RunRecord run = core.ports().runs().lock(tenant, id);
    boolean old =
        run != null
            && run.state().isFinal()
            && run.finishedAt() != null
            && run.finishedAt().isBefore(oldest);
    if (run == null || !old) {
      return false;
    }
    if (run.head() != null) {
      RunRecord emptied = core.journal().update(run, run.withHead(null));
      core.journal().audit(emptied, null, "workspace.removed", "The files are no longer kept");
    }
    core.ports().transactions().afterCommit(() -> delete(tenant, id));
    return true;
  }

  private void delete(TenantId tenant, String run) {
    WorkspacePort workspaces = core.ports().workspaces();
    try {
      workspaces.delete(tenant, run);
    } catch (IOException e) {
      LOG.warn("The files of the run {} could not be removed; trying again later.", run, e);
    }
  }
}
