package io.aleff.runtime.run;

import io.aleff.connector.Connector;
import io.aleff.connector.ConnectorCall;
import io.aleff.connector.ConnectorManifest;
import io.aleff.definition.Digest;
import io.aleff.definition.Json;
import io.aleff.definition.Tenant;
import io.aleff.guardrail.Decision;
import io.aleff.guardrail.HistoryNeed;
import io.aleff.htn.Binding;
import io.aleff.htn.Plan;
import io.aleff.htn.States;
import io.aleff.runtime.action.ActionResolver;
import io.aleff.runtime.action.ResolvedAction;
import io.aleff.runtime.action.UnresolvedException;
import io.aleff.runtime.action.WorkspaceFiles;
import io.aleff.runtime.port.ApprovalRecord;
import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.port.WorkspacePort;
import io.aleff.runtime.release.LiveRelease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Asks the guardrails about one step and records the answer. */
final class Deciding {

  /** Only a question to a model was denied: the step can still do otherwise. */
  static final String OTHERWISE = "otherwise";

  private static final int PREVIEW = 100_000;

  private final Core core;
  private final ActionContext context;

  Deciding(Core core) {
    this.core = core;
    context = new ActionContext(core.ports());
  }

  /**
   * @param answer {@code allow}, {@code approve}, {@code deny}, {@code process}, {@code skip} or
   *     {@link #OTHERWISE}
   * @param detail id of the request for approval, or why it is to do otherwise; else empty
   */
  record Answer(String answer, String detail) {}

  Answer decide(RunRecord run, StepRecord step) {
    if (step.state() != StepState.PENDING) {
      return new Answer("skip", "");
    }
    if (run.cancelling()) {
      return end(run, step, StepState.CANCELLED, "cancelled", "The run was cancelled.", "skip");
    }
    if (step.undoes() == null && !Nested.undoing(step) && stopped(core, run)) {
      return end(
          run, step, StepState.SKIPPED, "skipped", "An earlier step did not succeed.", "skip");
    }
    Binding binding = context.binding(run, step);
    if (binding == null) {
      return withoutAction(run, step);
    }
    LiveRelease release = core.release(run);
    try {
      ResolvedAction action = resolve(run, step, binding, release);
      return decided(run, step, action, release);
    } catch (UnresolvedException e) {
      return end(run, step, StepState.FAILED, "unresolved", "" + e.getMessage(), "skip");
    } catch (IOException e) {
      return end(
          run, step, StepState.FAILED, "workspace", "The workspace: " + e.getMessage(), "skip");
    }
  }

  /** What the step would do with the workspace as it is. */
  ResolvedAction resolve(RunRecord run, StepRecord step, Binding binding, LiveRelease release)
      throws UnresolvedException, IOException {
    return ActionResolver.resolve(
        run,
        step,
        binding,
        release.compiled(),
        context.values(run, step),
        WorkspaceFiles.of(
            core.ports().workspaces(), run.tenant(), run.id(), Objects.requireNonNull(run.head())));
  }

  /** Whether a step of the newest plan has ended badly, so that the rest of it is left alone. */
  static boolean stopped(Core core, RunRecord run) {
    return core.ports().steps().ofRun(run.tenant(), run.id()).stream()
        .filter(step -> step.undoes() == null && step.planRevision() == run.planRevision())
        .anyMatch(
            step ->
                switch (step.state()) {
                  case DENIED, FAILED, CANCELLED -> true;
                  case PENDING, RUNNING, WAITING, RETRYING, SUCCESS, ROLLED_BACK, SKIPPED -> false;
                });
  }

  private Answer end(
      RunRecord run, StepRecord step, StepState state, String code, String why, String answer) {
    Instant now = core.ports().clock().instant();
    core.journal()
        .update(
            step,
            step.change()
                .state(state)
                .error(new StepRecord.Failure(code, why))
                .finishedAt(now)
                .done());
    core.journal().audit(run, step.id(), "step." + state.text(), step.label() + ": " + why);
    core.journal().settle(run);
    return new Answer(answer, "");
  }

  /** Nothing happens outside, so there is nothing to decide; the effects hold at once. */
  private Answer withoutAction(RunRecord run, StepRecord step) {
    Instant now = core.ports().clock().instant();
    StepRecord done =
        core.journal()
            .update(
                step, step.change().state(StepState.SUCCESS).startedAt(now).finishedAt(now).done());
    RunMemory memory = RunMemory.of(run);
    RunRecord next =
        core.journal()
            .update(
                run,
                run.withWorld(
                    memory
                        .observing(States.after(memory.current(), context.planned(run, done)))
                        .json()));
    core.journal().audit(next, step.id(), "step.success", step.label() + " needs no action");
    core.journal().settle(next);
    return new Answer("skip", "");
  }

  private Answer decided(
      RunRecord run, StepRecord step, ResolvedAction action, LiveRelease release) {
    Tenant tenant = release.compiled().tenants().get(run.tenant().value());
    Plan plan = Plans.newest(core.ports(), run);
    HistoryNeed need = release.guardrails().history();
    ObjectNode input = DecisionInput.of(core.ports(), run, step, plan, action, tenant, need);
    Decision decision =
        TenantLimits.applied(release.guardrails().decide(input), run.tenant(), release, action);
    String id = core.ports().ids().next();
    String digest = action.digest();
    core.ports()
        .decisions()
        .insert(
            new DecisionRecord(
                run.tenant(),
                id,
                run.id(),
                step.id(),
                step.attempt() + 1,
                digest,
                run.release(),
                core.ports().clock().instant(),
                decision));
    StepRecord known =
        core.journal().update(step, step.change().decided(id, digest, run.head(), decision).done());
    audit(run, known, decision, digest);
    return switch (decision.verdict()) {
      case DENY -> {
        String why = reasons(decision);
        StepRepair repair = known.repair();
        yield repair != null && repair.open() != null
            ? new Answer(OTHERWISE, why)
            : end(run, known, StepState.DENIED, "denied", why, "deny");
      }
      case ALLOW -> new Answer(action.process() == null ? "allow" : "process", "");
      case APPROVE -> ask(run, known, action, decision, id, digest);
    };
  }

  static String reasons(Decision decision) {
    return decision.reasons().isEmpty()
        ? "No policy gives a reason."
        : String.join("; ", decision.reasons().stream().map(Decision.Reason::message).toList());
  }

  private void audit(RunRecord run, StepRecord step, Decision decision, String digest) {
    ObjectNode data = Json.MAPPER.createObjectNode();
    String verdict = decision.verdict().name().toLowerCase(java.util.Locale.ROOT);
    data.put("verdict", verdict);
    data.put("actionDigest", digest);
    data.put("decision", step.decisionId());
    data.put("policyDigest", decision.policyDigest());
    data.put("risk", decision.signals().risk());
    data.set("reasons", Json.MAPPER.valueToTree(decision.reasons()));
    core.journal()
        .audit(
            run,
            step.id(),
            "action.decided",
            "aleff",
            step.connector() + "." + step.operation() + ": " + verdict,
            data);
  }

  private Answer ask(
      RunRecord run,
      StepRecord step,
      ResolvedAction action,
      Decision decision,
      String decisionId,
      String digest) {
    Instant now = core.ports().clock().instant();
    List<Decision.Requirement> needs = decision.requirements();
    Duration within =
        needs.stream()
            .map(Decision.Requirement::within)
            .min(Duration::compareTo)
            .orElse(Duration.ofHours(24));
    ApprovalRecord approval =
        new ApprovalRecord(
            run.tenant(),
            core.ports().ids().next(),
            run.id(),
            step.id(),
            step.attempt() + 1,
            run.goal(),
            step.action(),
            step.connector(),
            step.operation(),
            action.arguments(),
            run.requester(),
            needs.stream().map(Decision.Requirement::group).distinct().sorted().toList(),
            needs,
            Math.max(1, needs.stream().mapToInt(Decision.Requirement::count).sum()),
            ApprovalRecord.State.OPEN,
            decision.signals().risk(),
            action.reversibility(),
            decision.reasons(),
            decision.signals().facts(),
            decisionId,
            digest,
            Preview.of(action) + sent(run, step, action),
            action.code().entrySet().stream().map(Deciding::code).toList(),
            action.files().entrySet().stream().map(Deciding::attachment).toList(),
            run.head(),
            List.of(),
            null,
            null,
            now,
            now.plus(within));
    core.journal().insert(approval);
    core.journal()
        .update(step, step.change().state(StepState.WAITING).approval(approval.id()).done());
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("approval", approval.id());
    data.put("actionDigest", digest);
    data.put("expires", approval.expiresAt().toString());
    core.journal()
        .audit(
            run,
            step.id(),
            "approval.requested",
            "aleff",
            "Approval of " + step.label() + " by " + String.join(", ", approval.groups()),
            data);
    core.journal().settle(run);
    return new Answer("approve", approval.id());
  }

  /** What the connector says it would send, in the words of its own protocol. */
  private String sent(RunRecord run, StepRecord step, ResolvedAction action) {
    ConnectorManifest manifest = action.manifest();
    Connector connector =
        manifest == null ? null : core.ports().connectors().ofKind(manifest.kind());
    ConnectorManifest.Operation operation = action.manifestOperation();
    if (manifest == null || connector == null || operation == null) {
      return "";
    }
    WorkspacePort workspaces = core.ports().workspaces();
    try {
      Path directory =
          workspaces.begin(run.tenant(), run.id(), step.id(), Objects.requireNonNull(run.head()));
      ConnectorCall call =
          new ConnectorCall(
              manifest,
              operation.name(),
              action.arguments(),
              action.code(),
              directory,
              "preview",
              operation.timeout(),
              Json.MAPPER.createObjectNode());
      Optional<String> preview = connector.preview(call);
      workspaces.discard(run.tenant(), run.id(), step.id());
      return preview.map(text -> "\nWhat would be sent:\n" + text).orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException("The workspace of " + run.id() + " is not readable.", e);
    }
  }

  private static ApprovalRecord.Attachment attachment(Map.Entry<String, byte[]> file) {
    byte[] bytes = file.getValue();
    String text = bytes.length <= PREVIEW ? text(bytes) : null;
    return new ApprovalRecord.Attachment(file.getKey(), bytes.length, Digest.sha256(bytes), text);
  }

  private static ApprovalRecord.Code code(Map.Entry<String, byte[]> file) {
    byte[] bytes = file.getValue();
    String text = Objects.requireNonNullElse(text(bytes), "(binary)");
    return new ApprovalRecord.Code(file.getKey(), text, Digest.sha256(bytes));
  }

  /** Null when the bytes are no text in UTF-8. */
  static @Nullable String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') < 0 ? text : null;
    } catch (CharacterCodingException e) {
      return null;
    }
  }
}
