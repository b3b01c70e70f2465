package io.aleff.runtime.run;

import io.aleff.runtime.RuntimeConfig;
import io.aleff.runtime.engine.ModelDeployments;
import io.aleff.runtime.engine.ProcessEngineHost;
import io.aleff.runtime.grant.GrantIssuer;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.release.LiveRelease;
import io.aleff.runtime.release.ReleaseRegistry;
import java.util.function.Supplier;

/**
 * What the parts of this package share.
 *
 * @param engine only there once the engine is built, which needs the functions first
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
    Runnable work) {

  LiveRelease release(RunRecord run) {
    return releases.of(run.tenant(), run.release());
  }
}
