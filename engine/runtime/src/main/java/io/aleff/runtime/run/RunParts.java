package io.aleff.runtime.run;

import io.aleff.runtime.Approvals;
import io.aleff.runtime.DeadLetters;
import io.aleff.runtime.Runs;
import io.aleff.runtime.RuntimeConfig;
import io.aleff.runtime.engine.ModelDeployments;
import io.aleff.runtime.engine.ProcessEngineHost;
import io.aleff.runtime.grant.GrantCheck;
import io.aleff.runtime.grant.GrantIssuer;
import io.aleff.runtime.port.Ports;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.release.ReleaseRegistry;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;

/** Everything that carries runs, wired together. */
public final class RunParts implements AutoCloseable {

  private final ProcessEngineHost engine;
  private final ReleaseRegistry releases;
  private final ActionWorker worker;
  private final Runs runs;
  private final Approvals approvals;
  private final DeadLetters deadLetters;
  private final Forgetting forgetting;

  /**
   * @param check stands between a worker and every execution
   */
  public RunParts(
      RuntimeConfig config,
      Ports ports,
      GrantCheck check,
      DataSource owner,
      DataSource application) {
    AtomicReference<RunFunctions> functions = new AtomicReference<>();
    AtomicReference<ActionWorker> work = new AtomicReference<>();
    engine =
        new ProcessEngineHost(
            config,
            ports.transactions(),
            (name, scope, arguments) ->
                Objects.requireNonNull(functions.get()).call(name, scope, arguments),
            owner,
            application);
    ModelDeployments models = new ModelDeployments(engine);
    releases = new ReleaseRegistry(ports.releases(), ports.policies(), models::deploy);
    GrantIssuer issuer =
        new GrantIssuer(
            ports.decisions(),
            ports.approvals(),
            ports.grants(),
            ports.signer(),
            ports.ids(),
            ports.clock(),
            config.grantValidity());
    Core core =
        new Core(
            config,
            ports,
            new Journal(ports),
            releases,
            issuer,
            models,
            () -> engine,
            due -> Objects.requireNonNull(work.get()).wake(due),
            () -> Objects.requireNonNull(work.get()).wake());
    functions.set(new RunFunctions(core));
    worker = new ActionWorker(core, check);
    work.set(worker);
    runs = new RunDesk(core, worker);
    approvals = new ApprovalDesk(core);
    deadLetters = new DeadLetterDesk(core);
    forgetting = new Forgetting(core);
  }

  /** Takes up what was left behind, then works. */
  public void start() {
    engine.start();
    worker.start();
  }

  @Override
  public void close() {
    worker.close();
    engine.close();
  }

  public ReleaseRegistry releases() {
    return releases;
  }

  public Runs runs() {
    return runs;
  }

  public Approvals approvals() {
    return approvals;
  }

  public DeadLetters deadLetters() {
    return deadLetters;
  }

  /** Removes files of runs that ended longer ago than the tenant wants; says of how many. */
  public int forgetOldFiles(TenantId tenant) {
    return forgetting.forget(tenant);
  }

  /** For checks of the engine itself. */
  ProcessEngineHost engine() {
    return engine;
  }
}
