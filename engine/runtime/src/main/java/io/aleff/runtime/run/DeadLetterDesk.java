package io.aleff.runtime.run;

import io.aleff.definition.Json;
import io.aleff.runtime.Actor;
import io.aleff.runtime.DeadLetters;
import io.aleff.runtime.Outcome;
import io.aleff.runtime.Outcome.Kind;
import io.aleff.runtime.port.DeadLetterStore.DeadLetter;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.port.TenantId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.ExternalTaskService;

/** Lets a person decide about steps with an unknown outcome. */
final class DeadLetterDesk implements DeadLetters {

  private final Core core;
  private final StepEnding ending;

  DeadLetterDesk(Core core) {
    this.core = core;
    ending = new StepEnding(core);
  }

  @Override
  public List<DeadLetter> list(TenantId tenant, boolean all) {
    return core.ports().deadLetters().list(tenant, all);
  }

  @Override
  public Outcome<DeadLetter> replay(Actor actor, String id) {
    return resolve(actor, id, true);
  }

  @Override
  public Outcome<DeadLetter> discard(Actor actor, String id) {
    return resolve(actor, id, false);
  }

  private Outcome<DeadLetter> resolve(Actor actor, String id, boolean again) {
    return core.ports()
        .transactions()
        .required(
            () -> {
              DeadLetter known = core.ports().deadLetters().find(actor.tenant(), id);
              if (known == null) {
                return Outcome.refused(
                    Kind.NOT_FOUND, "not-found", "There is no dead letter " + id + ".");
              }
              RunRecord run = core.journal().lock(actor.tenant(), known.run());
              DeadLetter letter =
                  Objects.requireNonNull(core.ports().deadLetters().lock(actor.tenant(), id));
              if (letter.resolution() != null) {
                return Outcome.refused(
                    Kind.CONFLICT, "already-decided", "It was " + letter.resolution() + " before.");
              }
              return Outcome.accepted(resolve(actor, run, letter, again));
            });
  }

  private DeadLetter resolve(Actor actor, RunRecord run, DeadLetter letter, boolean again) {
    DeadLetter done =
        resolved(
            letter, again ? "replayed" : "discarded", actor.user(), core.ports().clock().instant());
    core.ports().deadLetters().update(done);
    core.journal()
        .audit(
            run,
            letter.step(),
            "dead_letter." + done.resolution(),
            actor.user(),
            "A step with an unknown outcome was " + done.resolution(),
            Json.MAPPER.createObjectNode());
    StepRecord step = core.journal().step(run.tenant(), run.id(), letter.step());
    String task = letter.details().path("externalTask").asString("");
    ExternalTaskService tasks = core.engine().get().externalTasks();
    if (again) {
      StepRecord next = step.change().state(StepState.PENDING).error(null).done();
      core.journal().update(step, next);
      core.grants().issue(next, next.attempt() + 1);
      core.journal().settle(run);
      tasks.setRetries(task, 1);
      core.ports().transactions().afterCommit(core.work());
    } else {
      ending.failed(
          run,
          step,
          step.change()
              .state(StepState.FAILED)
              .error(new StepRecord.Failure(Journal.UNKNOWN_OUTCOME, letter.message()))
              .finishedAt(core.ports().clock().instant())
              .done());
      String node = core.config().node();
      tasks.setRetries(task, 1);
      tasks.lock(task, node, core.config().lease().toMillis());
      tasks.complete(task, node, Map.of("outcome", "failed"));
    }
    return done;
  }

  static DeadLetter resolved(DeadLetter letter, String how, String by, Instant at) {
    return new DeadLetter(
        letter.tenant(),
        letter.id(),
        letter.run(),
        letter.step(),
        letter.code(),
        letter.message(),
        letter.details(),
        letter.createdAt(),
        how,
        by,
        at);
  }
}
