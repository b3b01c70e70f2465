package io.aleff.runtime;

import io.aleff.connector.Connector;
import io.aleff.connector.ConnectorManifest;
import io.aleff.runtime.audit.AuditDesk;
import io.aleff.runtime.grant.GrantCheck;
import io.aleff.runtime.grant.GrantVerifier;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.release.LiveRelease;
import io.aleff.runtime.release.ReleaseDesk;
import io.aleff.runtime.run.RunParts;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts the parts of the runtime together. */
final class Assembly implements AleffRuntime {

  private static final Logger LOG = LoggerFactory.getLogger(AleffRuntime.class);

  private final Ports ports;
  private final RunParts parts;
  private final Releases releases;
  private final Audits audits;
  private final ScheduledExecutorService sealing = Executors.newSingleThreadScheduledExecutor();

  private Assembly(Ports ports, RunParts parts) {
    this.ports = ports;
    this.parts = parts;
    releases = new ReleaseDesk(ports, parts.releases());
    audits = new AuditDesk(ports);
  }

  static AleffRuntime assemble(
      RuntimeConfig config, Ports ports, DataSource owner, DataSource application) {
    GrantCheck check = new GrantVerifier(ports.grants(), ports.signer(), ports.clock());
    return assemble(config, ports, check, owner, application);
  }

  static AleffRuntime assemble(
      RuntimeConfig config,
      Ports ports,
      GrantCheck check,
      DataSource owner,
      DataSource application) {
    return new Assembly(ports, new RunParts(config, ports, check, owner, application));
  }

  @Override
  public void start() {
    for (TenantId tenant : ports.releases().tenants()) {
      parts.releases().active(tenant);
    }
    parts.start();
    var unused = sealing.scheduleWithFixedDelay(this::seal, 1, 1, TimeUnit.MINUTES);
  }

  private void seal() {
    try {
      ports.releases().tenants().forEach(audits::seal);
    } catch (RuntimeException e) {
      LOG.warn("The audit chain could not be signed; trying again.", e);
    }
  }

  @Override
  public void close() {
    sealing.shutdownNow();
    parts.close();
  }

  @Override
  public Runs runs() {
    return parts.runs();
  }

  @Override
  public Approvals approvals() {
    return parts.approvals();
  }

  @Override
  public Releases releases() {
    return releases;
  }

  @Override
  public DeadLetters deadLetters() {
    return parts.deadLetters();
  }

  @Override
  public Audits audits() {
    return audits;
  }

  @Override
  public int forgetOldFiles(TenantId tenant) {
    return parts.forgetOldFiles(tenant);
  }

  @Override
  public List<Check> doctor(TenantId tenant) {
    List<Check> checks = new ArrayList<>();
    LiveRelease release = parts.releases().active(tenant);
    if (release == null) {
      checks.add(new Check("release", false, "No release is active.", "Activate a release."));
      return checks;
    }
    checks.add(new Check("release", true, release.compiled().digest(), ""));
    for (ConnectorManifest manifest : release.compiled().manifests().values()) {
      checks.add(connector(manifest));
    }
    return checks;
  }

  private Check connector(ConnectorManifest manifest) {
    String name = "connector " + manifest.name();
    Connector connector = ports.connectors().ofKind(manifest.kind());
    if (connector == null) {
      return new Check(
          name, false, "Nothing serves the kind " + manifest.kind() + ".", "Install a connector.");
    }
    Connector.Availability availability = connector.availability();
    return availability.available()
        ? new Check(name, true, manifest.kind(), "")
        : new Check(name, false, "It cannot run here.", availability.reason());
  }
}
