package io.aleff.runtime.run;

import io.aleff.connector.ConnectorManifest;
import io.aleff.definition.Json;
import io.aleff.definition.Reversibility;
import io.aleff.htn.Binding;
import io.aleff.runtime.action.ActionResolver;
import io.aleff.runtime.action.ResolvedAction;
import io.aleff.runtime.action.UnresolvedException;
import io.aleff.runtime.action.WorkspaceFiles;
import io.aleff.runtime.grant.GrantCheck;
import io.aleff.runtime.port.DeadLetterStore;
import io.aleff.runtime.port.GrantStore.GrantRecord;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.SideEffectLedger;
import io.aleff.runtime.port.SideEffectLedger.SideEffect;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.release.LiveRelease;
import io.aleff.runtime.run.DueActions.Due;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Begins the execution of one step: checks the grant against what would really run. */
final class Execution {

  private final Core core;
  private final GrantCheck check;
  private final DueActions due;
  private final StepEnding ending;
  private final ActionContext context;

  Execution(Core core, GrantCheck check, DueActions due) {
    this.core = core;
    this.check = check;
    this.due = due;
    ending = new StepEnding(core);
    context = new ActionContext(core.ports());
  }

  /** An external task of the engine. */
  record Work(String id, TenantId tenant, String run, String step) {}

  /**
   * What may run now.
   *
   * @param directory the step's private directory
   */
  record Started(
      Work work,
      RunRecord run,
      StepRecord step,
      ResolvedAction action,
      ConnectorManifest manifest,
      ConnectorManifest.Operation operation,
      Binding.OfConnector binding,
      Path directory,
      String idempotencyKey) {}

  /** Null when nothing may run; whatever had to be recorded is recorded then. */
  @Nullable Started begin(Due next) {
    return core.ports()
        .transactions()
        .required(
            () -> {
              RunRecord run = core.journal().lock(next.tenant(), next.run());
              String task = due.lock(next);
              return task == null
                  ? null
                  : start(new Work(task, next.tenant(), next.run(), next.step()), run);
            });
  }

  private @Nullable Started start(Work work, RunRecord run) {
    StepRecord step = core.journal().step(work.tenant(), work.run(), work.step());
    boolean recovered = step.state() == StepState.RUNNING;
    boolean startable =
        recovered || step.state() == StepState.PENDING || step.state() == StepState.RETRYING;
    if (run.cancelling() || !startable) {
      return null;
    }
    LiveRelease release = core.release(run);
    Binding binding = context.binding(run, step);
    ConnectorManifest manifest = release.compiled().manifests().get(step.connector());
    ConnectorManifest.Operation operation =
        manifest == null ? null : manifest.operations().get(step.operation());
    if (!(binding instanceof Binding.OfConnector connector)
        || manifest == null
        || operation == null) {
      return refuse(work, run, step, new GrantCheck.Refusal("no-operation", "Nothing to run."));
    }
    String key = key(run, step);
    if (recovered && !repeatable(manifest, operation) && started(run, key)) {
      deadLetter(
          work,
          run,
          step,
          key,
          step.label() + " was started, and nobody can say whether it happened before the crash.");
      return null;
    }
    try {
      Path directory = directory(run, step);
      StepRecord next = step.change().attempt(step.attempt() + 1).done();
      ResolvedAction action =
          ActionResolver.resolve(
              run,
              step,
              connector,
              release.compiled(),
              context.values(run, step),
              WorkspaceFiles.of(core.ports().workspaces(), directory));
      String digest = action.digest();
      GrantCheck.Refusal refusal = check.refuse(next, grant(next, recovered), digest);
      if (refusal != null) {
        core.ports().workspaces().discard(run.tenant(), run.id(), step.id());
        return refuse(work, run, step, refusal);
      }
      StepRecord running = running(run, step, key, digest);
      return new Started(
          work, run, running, action, manifest, operation, connector, directory, key);
    } catch (UnresolvedException e) {
      return refuse(work, run, step, new GrantCheck.Refusal("unresolved", "" + e.getMessage()));
    } catch (IOException e) {
      return refuse(work, run, step, new GrantCheck.Refusal("workspace", "" + e.getMessage()));
    }
  }

  /** Another strategy is another effect; everything else that is tried again is the same one. */
  private static String key(RunRecord run, StepRecord step) {
    String key = run.id() + "/" + step.id() + "/" + run.attempt();
    StepRepair repair = step.repair();
    if (repair == null || repair.strategy() == 0) {
      return key;
    }
    String another = key + "/" + repair.strategy();
    return repair.open() == null ? another : another + "/question";
  }

  /** The files that were decided about, whatever other steps have added since. */
  private Path directory(RunRecord run, StepRecord step) throws IOException {
    String head = settledHead(core, run);
    String bound = Objects.requireNonNullElse(step.baseline(), head);
    return core.ports().workspaces().begin(run.tenant(), run.id(), step.id(), bound);
  }

  /**
   * The head of the run's workspace. After a crash or a failed transaction the workspace may be
   * ahead of the record; the record counts.
   */
  static String settledHead(Core core, RunRecord run) throws IOException {
    String head = core.ports().workspaces().head(run.tenant(), run.id());
    String recorded = run.head();
    if (recorded != null && !recorded.equals(head)) {
      core.ports().workspaces().reset(run.tenant(), run.id(), recorded);
      return recorded;
    }
    return head;
  }

  private @Nullable GrantRecord grant(StepRecord next, boolean recovered) {
    GrantRecord newest = core.ports().grants().newest(next.tenant(), next.run(), next.id());
    Instant now = core.ports().clock().instant();
    boolean expired = newest != null && !now.isBefore(newest.expires());
    return recovered || expired ? core.grants().issue(next, next.attempt()) : newest;
  }

  private StepRecord running(RunRecord run, StepRecord step, String key, String digest) {
    Instant now = core.ports().clock().instant();
    StepRecord running =
        core.journal()
            .update(
                step,
                step.change()
                    .state(StepState.RUNNING)
                    .attempt(step.attempt() + 1)
                    .startedAt(now)
                    .done());
    core.ports()
        .ledger()
        .start(
            new SideEffect(
                run.tenant(),
                key,
                run.id(),
                step.id(),
                step.connector(),
                step.operation(),
                digest,
                SideEffectLedger.State.STARTED,
                1,
                0,
                core.config().node(),
                now,
                null));
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("attempt", running.attempt()).put("actionDigest", digest);
    core.journal().audit(run, step.id(), "step.started", "aleff", step.label() + " starts", data);
    core.journal().settle(run);
    return running;
  }

  /** Whether doing it twice is as good as doing it once, by the connector's own key or nature. */
  static boolean repeatable(ConnectorManifest manifest, ConnectorManifest.Operation operation) {
    boolean harmless =
        operation.reversibility() == Reversibility.READ_ONLY
            || operation.effects().stream().allMatch("workspace"::equals);
    return harmless || manifest.settings().path("idempotent").asBoolean(true);
  }

  private boolean started(RunRecord run, String key) {
    SideEffect effect = core.ports().ledger().find(run.tenant(), key);
    return effect != null && effect.state() == SideEffectLedger.State.STARTED;
  }

  /** Nobody knows whether it happened: a person decides, and until then nothing is repeated. */
  void deadLetter(Work work, RunRecord run, StepRecord step, String key, String why) {
    core.ports().ledger().end(run.tenant(), key, SideEffectLedger.State.UNKNOWN, null);
    ObjectNode details = Json.MAPPER.createObjectNode();
    details.put("externalTask", work.id()).put("idempotencyKey", key);
    core.ports()
        .deadLetters()
        .insert(
            new DeadLetterStore.DeadLetter(
                run.tenant(),
                core.ports().ids().next(),
                run.id(),
                step.id(),
                Journal.UNKNOWN_OUTCOME,
                why,
                details,
                core.ports().clock().instant(),
                null,
                null,
                null));
    core.journal()
        .update(
            step,
            step.change()
                .state(StepState.WAITING)
                .error(new StepRecord.Failure(Journal.UNKNOWN_OUTCOME, why))
                .done());
    core.journal().audit(run, step.id(), "step.dead_letter", why);
    core.engine()
        .get()
        .externalTasks()
        .handleFailure(work.id(), core.config().node(), "unknown outcome", 0, 0);
    core.journal().settle(run);
  }

  private @Nullable Started refuse(
      Work work, RunRecord run, StepRecord step, GrantCheck.Refusal refusal) {
    ObjectNode data = Json.MAPPER.createObjectNode().put("code", refusal.code());
    core.journal()
        .audit(
            run,
            step.id(),
            "execution.refused",
            "aleff",
            step.label() + " was refused: " + refusal.message(),
            data);
    ending.failed(
        run,
        step,
        step.change()
            .state(StepState.FAILED)
            .error(new StepRecord.Failure("refused-" + refusal.code(), refusal.message()))
            .finishedAt(core.ports().clock().instant())
            .done());
    complete(work, Map.of("outcome", "failed"));
    return null;
  }

  void complete(Work work, Map<String, Object> variables) {
    core.engine().get().externalTasks().complete(work.id(), core.config().node(), variables);
  }
}
