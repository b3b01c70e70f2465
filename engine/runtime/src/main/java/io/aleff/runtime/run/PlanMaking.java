package io.aleff.runtime.run;

import io.aleff.connector.ConnectorManifest;
import io.aleff.definition.Json;
import io.aleff.definition.Reversibility;
import io.aleff.definition.Tenant;
import io.aleff.htn.Binding;
import io.aleff.htn.Finding;
import io.aleff.htn.GroundAction;
import io.aleff.htn.Plan;
import io.aleff.htn.PlanChecker;
import io.aleff.htn.PlanRequest;
import io.aleff.htn.PlanStep;
import io.aleff.htn.Planner;
import io.aleff.htn.Planning;
import io.aleff.htn.Repair;
import io.aleff.htn.WorldState;
import io.aleff.runtime.plan.FlowShape;
import io.aleff.runtime.plan.PlanCompiler;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.RunStore;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepState;
import io.aleff.runtime.release.CompiledRelease;
import io.aleff.runtime.release.LiveRelease;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes plans, checks them, and puts them into the record and the engine. */
final class PlanMaking {

  static final String GUARDED_ACTION = "guarded-action";

  private final Core core;

  PlanMaking(Core core) {
    this.core = core;
  }

  /**
   * The next plan of a running run.
   *
   * @return {@code steps} with the process to call, or {@code done}, {@code none}, {@code
   *     cancelled}
   */
  Made next(RunRecord locked) {
    RunRecord run = locked;
    if (run.cancelling()) {
      return new Made("cancelled", "");
    }
    run = core.journal().update(run, run.withState(RunState.RUNNING));
    RunMemory memory = RunMemory.of(run);
    if (memory.fresh()) {
      run = core.journal().update(run, run.withWorld(memory.used().json()));
      Plan plan = Objects.requireNonNull(Plans.newest(core.ports(), run));
      return carried(run, plan);
    }
    if (run.planRevision() - memory.since() >= core.config().maxReplans()) {
      return none(run, "No plan worked within " + core.config().maxReplans() + " attempts.");
    }
    return switch (plan(run, memory)) {
      case Planning.Planned(Plan plan) -> store(run, plan, memory);
      case Planning.Refused refused -> none(run, cause(run, memory) + refused.message());
    };
  }

  /** What came of planning. */
  record Made(String answer, String process) {}

  private Made none(RunRecord run, String why) {
    String failure = run.failure() == null ? why : run.failure() + " " + why;
    core.journal().update(run, run.saying(null, run.outcome(), failure));
    core.journal().audit(run, null, "plan.none", why);
    return new Made("none", "");
  }

  private Planning plan(RunRecord run, RunMemory memory) {
    List<StepRecord> steps = planned(run);
    Map<GroundAction, String> excluded = new LinkedHashMap<>();
    Set<String> finished = new HashSet<>();
    for (StepRecord step : steps) {
      if (step.undoes() == null && step.state() == StepState.SUCCESS) {
        finished.add(step.id());
      }
      String why = exclusion(step, memory);
      if (why != null) {
        excluded.put(new GroundAction(step.action(), List.copyOf(step.arguments().values())), why);
      }
    }
    PlanRequest request =
        new PlanRequest(
            core.release(run).compiled().domain(),
            memory.current(),
            new io.aleff.htn.Goal(run.task(), run.arguments()),
            excluded,
            Plans.newest(core.ports(), run),
            finished,
            Set.of(),
            core.config().planningBudget(),
            repair(run));
    return checked(request);
  }

  /** What the tenant allows a new plan to change. */
  private Repair repair(RunRecord run) {
    Tenant tenant = core.release(run).compiled().tenants().get(run.tenant().value());
    return tenant == null ? Repair.TREE : Repair.of(tenant.replan());
  }

  /** What happened inside processes is no matter of plans: the step around it tells. */
  private List<StepRecord> planned(RunRecord run) {
    return core.ports().steps().ofRun(run.tenant(), run.id()).stream()
        .filter(step -> !Nested.is(step))
        .toList();
  }

  private static @Nullable String exclusion(StepRecord step, RunMemory memory) {
    if (step.undoes() != null || step.planRevision() <= memory.since()) {
      return null;
    }
    StepRecord.Failure error = step.error();
    return switch (step.state()) {
      case DENIED, FAILED -> step.state().text() + (error == null ? "" : ": " + error.message());
      case PENDING, RUNNING, WAITING, RETRYING, SUCCESS, CANCELLED, ROLLED_BACK, SKIPPED -> null;
    };
  }

  /** What ended the last plan, as a sentence; empty when nothing did. */
  private String cause(RunRecord run, RunMemory memory) {
    return planned(run).stream()
        .filter(step -> step.planRevision() == run.planRevision())
        .filter(step -> exclusion(step, memory) != null && step.finishedAt() != null)
        .max(Comparator.comparing(step -> Objects.requireNonNull(step.finishedAt())))
        .map(step -> step.label() + " " + exclusion(step, memory) + "\n")
        .orElse("");
  }

  /** A plan that the independent checker does not accept is no plan. */
  static Planning checked(PlanRequest request) {
    Planning planning = Planner.plan(request);
    if (planning instanceof Planning.Planned(Plan plan)) {
      List<Finding> findings = PlanChecker.check(request, plan);
      if (!findings.isEmpty()) {
        return new Planning.Refused(
            "unsound", "The checker refuses the plan: " + findings.getFirst(), List.of());
      }
    }
    return planning;
  }

  private Made store(RunRecord run, Plan made, RunMemory memory) {
    RunRecord stored = record(run, made);
    Plan plan = Objects.requireNonNull(Plans.newest(core.ports(), stored));
    core.journal()
        .audit(
            stored,
            null,
            "plan.revised",
            "aleff",
            "Plan " + stored.planRevision() + " with " + plan.steps().size() + " steps",
            Json.MAPPER.createObjectNode().put("revision", stored.planRevision()));
    boolean open =
        plan.steps().stream()
            .anyMatch(
                step ->
                    core.journal().step(run.tenant(), run.id(), step.id()).state()
                        != StepState.SUCCESS);
    if (!open && !memory.current().facts().containsAll(plan.achieves())) {
      return none(stored, "Everything was done, but the goal is not reached.");
    }
    return open ? carried(stored, plan) : new Made("done", "");
  }

  private Made carried(RunRecord run, Plan plan) {
    LiveRelease release = core.release(run);
    PlanCompiler.Compiled compiled =
        PlanCompiler.compile(FlowShape.of(plan), release.key(GUARDED_ACTION));
    core.models().deploy(compiled);
    return new Made("steps", compiled.key());
  }

  /** Stores a plan as the next revision, with its steps. */
  RunRecord record(RunRecord run, Plan made) {
    List<StepRecord> before = planned(run);
    Set<String> kept = new HashSet<>();
    Set<String> taken = new HashSet<>();
    for (StepRecord step : before) {
      if (step.state() == StepState.SUCCESS) {
        kept.add(step.id());
      }
      boolean untouched =
          step.decisionId() == null
              && step.undoes() == null
              && (step.state() == StepState.SKIPPED || step.state() == StepState.PENDING);
      if (untouched) {
        core.ports().steps().delete(run.tenant(), run.id(), step.id());
      } else {
        taken.add(step.id());
      }
    }
    Plan plan = Plans.renamed(made, taken, kept);
    int revision = run.planRevision() + 1;
    LiveRelease release = core.release(run);
    FlowShape shape = FlowShape.of(plan);
    core.ports()
        .runs()
        .insertPlan(
            new RunStore.PlanRecord(
                run.tenant(),
                run.id(),
                revision,
                plan,
                shape.digest(release.key(GUARDED_ACTION)),
                draw(plan, run.goal())));
    RunRecord next = core.journal().update(run, run.withPlanRevision(revision));
    for (int i = 0; i < plan.steps().size(); i++) {
      step(next, plan.steps().get(i), i, kept, release.compiled());
    }
    core.journal().publishPlan(next, revision);
    return core.journal().settle(next);
  }

  private void step(
      RunRecord run, PlanStep step, int position, Set<String> kept, CompiledRelease release) {
    if (kept.contains(step.id())) {
      StepRecord known = core.journal().step(run.tenant(), run.id(), step.id());
      core.journal()
          .update(known, known.change().place(run.planRevision(), position, step.after()).done());
    } else {
      core.journal().insert(fresh(run, step, position, release));
    }
  }

  static StepRecord fresh(RunRecord run, PlanStep step, int position, CompiledRelease release) {
    return StepRecord.pending(
        run,
        step.id(),
        position,
        step.label(),
        step.action(),
        step.arguments(),
        connector(step.run()),
        operation(step.run()),
        step.after(),
        step.priority().name().toLowerCase(java.util.Locale.ROOT),
        reversibility(step.run(), step.reversibility(), release),
        null);
  }

  static String connector(@Nullable Binding binding) {
    return switch (binding) {
      case null -> "";
      case Binding.OfConnector connector -> connector.connector();
      case Binding.OfProcess process -> "process";
    };
  }

  static String operation(@Nullable Binding binding) {
    return switch (binding) {
      case null -> "";
      case Binding.OfConnector connector -> connector.operation();
      case Binding.OfProcess process -> process.process();
    };
  }

  /** The worse of what the network says and what the manifest says. */
  static Reversibility reversibility(
      @Nullable Binding binding, @Nullable Reversibility said, CompiledRelease release) {
    Reversibility floor = Reversibility.READ_ONLY;
    if (binding instanceof Binding.OfConnector connector) {
      ConnectorManifest manifest = release.manifests().get(connector.connector());
      ConnectorManifest.Operation operation =
          manifest == null ? null : manifest.operations().get(connector.operation());
      floor = operation == null ? Reversibility.IRREVERSIBLE : operation.reversibility();
    }
    return said == null ? floor : floor.worse(said);
  }

  /** The plan's diagram with names and reasons. */
  static String draw(Plan plan, String goal) {
    List<PlanCompiler.Label> labels = new ArrayList<>();
    for (PlanStep step : plan.steps()) {
      String arguments =
          step.arguments().entrySet().stream()
              .map(entry -> entry.getKey() + " " + entry.getValue())
              .collect(Collectors.joining(", "));
      String text =
          step.action()
              + (arguments.isEmpty() ? "" : " (" + arguments + ")")
              + "\n"
              + String.join("\n", Plans.reasons(plan.root(), step.id()));
      labels.add(new PlanCompiler.Label(step.label(), text));
    }
    return PlanCompiler.draw(FlowShape.of(plan), GUARDED_ACTION, goal, labels);
  }

  /** Whether the goal's facts hold. */
  static boolean reached(Plan plan, WorldState world) {
    return world.facts().containsAll(plan.achieves());
  }
}
