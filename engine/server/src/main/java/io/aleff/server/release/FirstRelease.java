package io.aleff.server.release;

import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import io.aleff.runtime.Actor;
import io.aleff.runtime.Outcome;
import io.aleff.runtime.Releases;
import io.aleff.runtime.port.ReleaseStore;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.config.AleffSettings;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Gives a tenant without any release the definitions that Aleff comes with. */
@Component
public class FirstRelease {

  private static final Logger LOG = LoggerFactory.getLogger(FirstRelease.class);
  private static final String ROOT = "aleff/definitions";

  private final Releases releases;
  private final ReleaseStore store;
  private final TenantId tenant;

  FirstRelease(Releases releases, ReleaseStore store, AleffSettings settings) {
    this.releases = releases;
    this.store = store;
    this.tenant = new TenantId(settings.tenant());
  }

  /** Does nothing when some release is active already. */
  public void ensure() throws IOException {
    if (store.active(tenant) != null) {
      return;
    }
    DefinitionBundle bundle =
        DefinitionBundle.ofClasspath(FirstRelease.class.getClassLoader(), ROOT);
    Actor engine = Actor.engine(tenant);
    Releases.Attempt attempt =
        releases.create(engine, bundle.toArchive(), "The definitions that Aleff comes with.");
    ReleaseStore.ReleaseRecord release = attempt.release();
    if (release == null) {
      report(attempt);
      return;
    }
    switch (releases.activate(engine, release.digest())) {
      case Outcome.Accepted<ReleaseStore.ReleaseRecord> accepted ->
          LOG.info("Release {} is active.", release.digest().substring(0, 12));
      case Outcome.Refused<ReleaseStore.ReleaseRecord> refused ->
          LOG.error("The first release cannot be activated: {}", refused.message());
    }
  }

  private static void report(Releases.Attempt attempt) {
    for (Diagnostic found : attempt.diagnostics()) {
      if (found.isError()) {
        LOG.error("{} {}", found.location(), found.message());
      }
    }
    for (Releases.TestOutcome test : attempt.tests()) {
      if (!test.passed()) {
        LOG.error("{} test \"{}\": {}", test.location(), test.name(), test.message());
      }
    }
    LOG.error("No release is active: the definitions that Aleff comes with were refused.");
  }
}
