package io.aleff.runtime.run;

import io.aleff.definition.Json;
import io.aleff.definition.Tenant;
import io.aleff.guardrail.Decision;
import io.aleff.runtime.Actor;
import io.aleff.runtime.ApprovalView;
import io.aleff.runtime.Approvals;
import io.aleff.runtime.Outcome;
import io.aleff.runtime.Outcome.Kind;
import io.aleff.runtime.port.ApprovalRecord;
import io.aleff.runtime.port.ApprovalRecord.Vote;
import io.aleff.runtime.port.ApprovalStore;
import io.aleff.runtime.port.Page;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.release.LiveRelease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.camunda.bpm.engine.task.Task;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Takes votes: four eyes, the right group, the right bytes, in time, one each. */
final class ApprovalDesk implements Approvals {

  private static final String APPROVED = "approved";
  private static final String REJECTED = "rejected";

  private final Core core;
  private final StepEnding ending;

  ApprovalDesk(Core core) {
    this.core = core;
    ending = new StepEnding(core);
  }

  @Override
  public Page<ApprovalView.Summary> list(TenantId tenant, ApprovalStore.Query query) {
    Page<ApprovalRecord> page = core.ports().approvals().page(tenant, query);
    return new Page<>(page.items().stream().map(Views::summary).toList(), page.nextCursor());
  }

  @Override
  public ApprovalView.@Nullable Detail find(TenantId tenant, String id) {
    ApprovalRecord approval = core.ports().approvals().find(tenant, id);
    if (approval == null) {
      return null;
    }
    return new ApprovalView.Detail(
        Views.summary(approval),
        approval.arguments(),
        approval.code(),
        approval.files(),
        diff(approval),
        approval.preview(),
        approval.reasons(),
        approval.signals(),
        approval.requirements(),
        approval.votes(),
        form(approval));
  }

  private @Nullable String diff(ApprovalRecord approval) {
    RunRecord run = core.ports().runs().find(approval.tenant(), approval.run());
    String from = run == null ? null : RunMemory.of(run).inputHead();
    String to = approval.baseline();
    if (run == null || from == null || to == null || from.equals(to)) {
      return null;
    }
    try {
      return core.ports().workspaces().diff(run.tenant(), run.id(), from, to);
    } catch (IOException e) {
      throw new UncheckedIOException("The workspace of " + run.id() + " is not readable.", e);
    }
  }

  private @Nullable JsonNode form(ApprovalRecord approval) {
    RunRecord run = core.ports().runs().find(approval.tenant(), approval.run());
    byte[] form =
        run == null ? null : core.release(run).compiled().bundle().bytes("bpmn/approval.form");
    return form == null ? null : Json.MAPPER.readTree(form);
  }

  @Override
  public Outcome<ApprovalView.Summary> claim(Actor actor, String id) {
    return changing(
        actor,
        id,
        (run, approval) -> {
          String other = approval.claimedBy();
          if (other != null && !other.equals(actor.user())) {
            return Outcome.refused(Kind.CONFLICT, "claimed", other + " looks at it already.");
          }
          return claimed(run, approval, actor, actor.user(), "approval.claimed");
        });
  }

  @Override
  public Outcome<ApprovalView.Summary> release(Actor actor, String id) {
    return changing(
        actor, id, (run, approval) -> claimed(run, approval, actor, null, "approval.released"));
  }

  private Outcome<ApprovalRecord> claimed(
      RunRecord run, ApprovalRecord approval, Actor actor, @Nullable String by, String type) {
    if (approval.state() != ApprovalRecord.State.OPEN) {
      return decided(approval);
    }
    ApprovalRecord next =
        approval.with(approval.state(), approval.votes(), by, approval.userTask());
    core.journal().update(next);
    audit(run, next, actor, type, Json.MAPPER.createObjectNode());
    return Outcome.accepted(next);
  }

  @Override
  public Outcome<ApprovalView.Summary> approve(
      Actor actor, String id, String digest, String comment) {
    return changing(
        actor, id, (run, approval) -> vote(run, approval, actor, digest, APPROVED, comment));
  }

  @Override
  public Outcome<ApprovalView.Summary> reject(
      Actor actor, String id, String digest, String reason) {
    return changing(
        actor,
        id,
        (run, approval) ->
            reason.isBlank()
                ? Outcome.refused(Kind.INVALID, "reason-missing", "A rejection needs a reason.")
                : vote(run, approval, actor, digest, REJECTED, reason));
  }

  private Outcome<ApprovalView.Summary> changing(
      Actor actor, String id, BiFunction<RunRecord, ApprovalRecord, Outcome<ApprovalRecord>> work) {
    return core.ports()
        .transactions()
        .required(
            () -> {
              ApprovalRecord known = core.ports().approvals().find(actor.tenant(), id);
              if (known == null) {
                return Outcome.refused(
                    Kind.NOT_FOUND, "not-found", "There is no request for approval " + id + ".");
              }
              RunRecord run = core.journal().lock(actor.tenant(), known.run());
              ApprovalRecord approval =
                  java.util.Objects.requireNonNull(
                      core.ports().approvals().lock(actor.tenant(), id));
              Outcome<ApprovalRecord> outcome = work.apply(run, approval);
              if (outcome instanceof Outcome.Refused<ApprovalRecord> refused) {
                ObjectNode data = Json.MAPPER.createObjectNode().put("code", refused.code());
                audit(run, approval, actor, "approval.refused", data);
              }
              return outcome.map(Views::summary);
            });
  }

  private static Outcome<ApprovalRecord> decided(ApprovalRecord approval) {
    boolean expired = approval.state() == ApprovalRecord.State.EXPIRED;
    return Outcome.refused(
        Kind.CONFLICT,
        expired ? "expired" : "already-decided",
        "The request is " + approval.state().text() + ".");
  }

  private Outcome<ApprovalRecord> vote(
      RunRecord run,
      ApprovalRecord approval,
      Actor actor,
      String digest,
      String verdict,
      String comment) {
    if (approval.state() != ApprovalRecord.State.OPEN) {
      return decided(approval);
    }
    if (!core.ports().clock().instant().isBefore(approval.expiresAt())) {
      return Outcome.refused(Kind.CONFLICT, "expired", "The request has expired.");
    }
    if (approval.requester().equals(actor.user())) {
      return Outcome.refused(
          Kind.FORBIDDEN, "own-request", "Nobody decides about a request of their own.");
    }
    if (approval.votes().stream().anyMatch(vote -> vote.by().equals(actor.user()))) {
      return Outcome.refused(Kind.CONFLICT, "second-vote", "You have voted before.");
    }
    String group = group(run, approval, actor, verdict);
    if (group == null) {
      return Outcome.refused(
          Kind.FORBIDDEN,
          "wrong-group",
          "This needs somebody of " + String.join(" or ", approval.groups()) + ".");
    }
    if (!approval.digest().equals(digest)) {
      return Outcome.refused(
          Kind.CONFLICT, "digest-mismatch", "The action is not the one that you saw.");
    }
    Vote vote = new Vote(actor.user(), core.ports().clock().instant(), verdict, group, comment);
    return counted(run, approval, actor, vote);
  }

  /** The first group of the actor that still needs a vote; for a rejection, any of the groups. */
  private @Nullable String group(
      RunRecord run, ApprovalRecord approval, Actor actor, String verdict) {
    LiveRelease release = core.release(run);
    Tenant tenant = release.compiled().tenants().get(run.tenant().value());
    Map<String, List<String>> groups = tenant == null ? Map.of() : tenant.approverGroups();
    Map<String, Integer> open = open(approval);
    for (String group : approval.groups()) {
      boolean member =
          actor.roles().contains(group)
              || groups.getOrDefault(group, List.of()).stream().anyMatch(actor.roles()::contains);
      if (member && (verdict.equals(REJECTED) || open.getOrDefault(group, 0) > 0)) {
        return group;
      }
    }
    return null;
  }

  /** How many approvals each group still owes. */
  private static Map<String, Integer> open(ApprovalRecord approval) {
    Map<String, Integer> open = new LinkedHashMap<>();
    for (Decision.Requirement need : approval.requirements()) {
      open.merge(need.group(), Math.max(1, need.count()), Integer::sum);
    }
    for (Vote vote : approval.votes()) {
      if (vote.verdict().equals(APPROVED)) {
        open.merge(vote.group(), -1, Integer::sum);
      }
    }
    return open;
  }

  private Outcome<ApprovalRecord> counted(
      RunRecord run, ApprovalRecord approval, Actor actor, Vote vote) {
    List<Vote> votes = new ArrayList<>(approval.votes());
    votes.add(vote);
    ApprovalRecord voted =
        approval.with(approval.state(), List.copyOf(votes), approval.claimedBy(), null);
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("verdict", vote.verdict()).put("comment", vote.comment());
    data.put("group", vote.group()).put("actionDigest", approval.digest());
    audit(run, voted, actor, "approval.vote", data);
    boolean enough = open(voted).values().stream().allMatch(count -> count <= 0);
    if (vote.verdict().equals(REJECTED)) {
      return ended(run, voted.withState(ApprovalRecord.State.REJECTED), REJECTED, vote);
    }
    if (enough) {
      return ended(run, voted.withState(ApprovalRecord.State.APPROVED), APPROVED, vote);
    }
    core.journal().update(voted);
    return Outcome.accepted(voted);
  }

  private Outcome<ApprovalRecord> ended(
      RunRecord run, ApprovalRecord approval, String answer, Vote last) {
    core.journal().update(approval);
    StepRecord step = core.journal().step(run.tenant(), run.id(), approval.step());
    if (answer.equals(APPROVED)) {
      core.journal().update(step, step.change().state(StepState.PENDING).done());
      core.journal().settle(run);
    } else {
      ending.failed(
          run,
          step,
          step.change()
              .state(StepState.DENIED)
              .error(
                  new StepRecord.Failure(
                      "rejected", "Rejected by " + last.by() + ": " + last.comment()))
              .finishedAt(last.at())
              .done());
    }
    for (Task task :
        core.engine()
            .get()
            .tasks()
            .createTaskQuery()
            .processVariableValueEquals("approvalId", approval.id())
            .list()) {
      core.engine().get().tasks().complete(task.getId(), Map.of("approval", answer));
    }
    return Outcome.accepted(approval);
  }

  private void audit(
      RunRecord run, ApprovalRecord approval, Actor actor, String type, ObjectNode data) {
    data.put("approval", approval.id());
    core.journal()
        .audit(run, approval.step(), type, actor.user(), type + " for " + approval.action(), data);
  }
}
