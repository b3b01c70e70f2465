package io.aleff.runtime.run;

import io.aleff.definition.DeniedFiles;
import io.aleff.definition.Tenant;
import io.aleff.runtime.RuntimeConfig;
import io.aleff.runtime.engine.ModelDeployments;
import io.aleff.runtime.engine.ProcessEngineHost;
import io.aleff.runtime.grant.GrantIssuer;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.release.LiveRelease;
import io.aleff.runtime.release.ReleaseRegistry;
import io.aleff.runtime.run.DueActions.Due;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * What the parts of this package share.
 *
 * @param engine only there once the engine is built, which needs the functions first
 * @param due tells the workers of an action that may begin
 * @param work tells the workers that there may be something to do
 */
record Core(
    RuntimeConfig config,
    Ports ports,
    Journal journal,
    ReleaseRegistry releases,
    GrantIssuer grants,
    ModelDeployments models,
    Supplier<ProcessEngineHost> engine,
    Consumer<Due> due,
    Runnable work) {

  LiveRelease release(RunRecord run) {
    return releases.of(run.tenant(), run.release());
  }

  /** What never becomes part of the run's workspace. */
  DeniedFiles denied(RunRecord run) {
    return denied(release(run), run.tenant());
  }

  static DeniedFiles denied(LiveRelease release, TenantId id) {
    Tenant tenant = release.compiled().tenants().get(id.value());
    return tenant == null ? DeniedFiles.STANDARD : tenant.deniedFiles();
  }
}
