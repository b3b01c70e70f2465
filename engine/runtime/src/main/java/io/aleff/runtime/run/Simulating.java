package io.aleff.runtime.run;

import io.aleff.guardrail.Decision;
import io.aleff.htn.Binding;
import io.aleff.htn.Plan;
import io.aleff.htn.PlanStep;
import io.aleff.htn.RepairLoop;
import io.aleff.runtime.Actor;
import io.aleff.runtime.GoalRequest;
import io.aleff.runtime.GoalRequest.InputFile;
import io.aleff.runtime.Outcome;
import io.aleff.runtime.RunView;
import io.aleff.runtime.action.ActionResolver;
import io.aleff.runtime.action.ActionValues;
import io.aleff.runtime.action.ResolvedAction;
import io.aleff.runtime.action.UnresolvedException;
import io.aleff.runtime.action.WorkspaceFiles;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepRepair;
import io.aleff.runtime.release.CompiledRelease;
import io.aleff.runtime.release.LiveRelease;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Plans and decides everything; stores nothing, runs nothing. */
final class Simulating {

  private final Core core;
  private final RunStarting starting;
  private final Questions questions;

  Simulating(Core core, RunStarting starting) {
    this.core = core;
    questions = new Questions(core.ports());
    this.starting = starting;
  }

  Outcome<RunView.Simulation> simulate(Actor actor, GoalRequest request) {
    return starting.prepare(actor, request).map(ready -> decided(actor, request, ready));
  }

  private RunView.Simulation decided(Actor actor, GoalRequest request, RunStarting.Ready ready) {
    Plan plan = ready.plan();
    RunRecord run = imagined(actor, ready);
    List<RunView.SimulatedStep> steps = new ArrayList<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      steps.add(step(run, plan, plan.steps().get(i), i, ready.release(), request));
    }
    String drawn = PlanMaking.draw(plan, run.goal());
    return new RunView.Simulation(run.goal(), Views.node(plan.root(), List.of()), steps, drawn);
  }

  private RunRecord imagined(Actor actor, RunStarting.Ready ready) {
    RunMemory memory = new RunMemory(ready.world(), ready.world(), null, 0, true);
    return new RunRecord(
        actor.tenant(),
        "simulation",
        ready.goal().words(),
        ready.goal().language(),
        ready.goal().goal().task(),
        new LinkedHashMap<>(ready.goal().goal().arguments()),
        RunState.PENDING,
        0,
        actor.user(),
        actor.roles(),
        actor.channel(),
        ready.release().compiled().digest(),
        1,
        1,
        memory.json(),
        null,
        false,
        null,
        null,
        null,
        null,
        core.ports().clock().instant(),
        null);
  }

  private RunView.SimulatedStep step(
      RunRecord run,
      Plan plan,
      PlanStep planned,
      int position,
      LiveRelease release,
      GoalRequest request) {
    StepRecord step = PlanMaking.fresh(run, planned, position, release.compiled());
    Binding binding = planned.run();
    Imagined imagined = new Imagined(run, plan, release, new Offered(request.files()));
    Verdict verdict =
        binding == null
            ? new Verdict("allow", List.of(), List.of(), 0, "")
            : verdict(imagined, step, binding);
    return view(step, verdict, strategies(imagined, step, binding));
  }

  /** What decisions need to know. */
  private record Imagined(RunRecord run, Plan plan, LiveRelease release, WorkspaceFiles files) {}

  private record Verdict(
      String verdict,
      List<Decision.Reason> reasons,
      List<Decision.Requirement> requirements,
      int risk,
      String digest) {}

  private Verdict verdict(Imagined imagined, StepRecord step, Binding binding) {
    RunRecord run = imagined.run();
    LiveRelease release = imagined.release();
    try {
      ResolvedAction action =
          ActionResolver.resolve(
              run,
              step,
              binding,
              release.compiled(),
              new ActionValues(texts(run, imagined.plan()), ActionContext.given(step)),
              imagined.files());
      ObjectNode input =
          DecisionInput.of(
              core.ports(),
              run,
              step,
              imagined.plan(),
              action,
              release.compiled().tenants().get(run.tenant().value()),
              release.guardrails().history());
      Decision decision =
          TenantLimits.applied(release.guardrails().decide(input), run.tenant(), release, action);
      return new Verdict(
          decision.verdict().name().toLowerCase(Locale.ROOT),
          decision.reasons(),
          decision.requirements(),
          decision.signals().risk(),
          action.digest());
    } catch (UnresolvedException | IOException e) {
      return impossible("" + e.getMessage());
    }
  }

  /** Each strategy of the step's repair, as if all before it had failed without a word. */
  private List<RunView.SimulatedStrategy> strategies(
      Imagined imagined, StepRecord step, @Nullable Binding binding) {
    if (!(binding instanceof Binding.OfConnector planned) || planned.repair() == null) {
      return List.of();
    }
    List<RunView.SimulatedStrategy> all = new ArrayList<>();
    for (int i = 1; i <= planned.repair().strategies().size(); i++) {
      all.add(strategy(imagined, step, planned, planned.repair(), i));
    }
    return all;
  }

  /** Of a strategy that asks a model, the question; what will be said is not known. */
  private RunView.SimulatedStrategy strategy(
      Imagined imagined, StepRecord step, Binding.OfConnector planned, RepairLoop loop, int i) {
    RepairLoop.Strategy strategy = loop.strategies().get(i - 1);
    RepairLoop.Question asked = strategy.model();
    RunRecord run = imagined.run();
    CompiledRelease release = imagined.release().compiled();
    StepRepair taken = new StepRepair(i, strategy.name(), i, run.createdAt(), List.of());
    Binding.OfConnector attempt = planned.attempt(i);
    String obstacle = null;
    if (asked != null) {
      obstacle = questions.obstacle(run, release, asked.name());
      Map<String, String> values = Questions.values(step, texts(run, imagined.plan()));
      taken = taken.asking(Questions.of(asked, attempt, release, values));
      attempt = Questions.BINDING;
    }
    StepRecord repaired =
        step.change()
            .attempt(i)
            .repair(taken)
            .runs(
                attempt.connector(),
                attempt.operation(),
                Repairing.floor(imagined.release(), attempt))
            .done();
    Verdict verdict =
        obstacle == null ? verdict(imagined, repaired, attempt) : impossible(obstacle);
    return new RunView.SimulatedStrategy(
        strategy.name(),
        attempt.connector(),
        attempt.operation(),
        verdict.verdict(),
        verdict.reasons(),
        verdict.requirements(),
        verdict.risk(),
        verdict.digest());
  }

  private static Verdict impossible(String why) {
    return new Verdict("deny", List.of(new Decision.Reason("aleff", why)), List.of(), 0, "");
  }

  /** Outputs are where the plan says they will be; there is no failure. */
  private static Map<String, String> texts(RunRecord run, Plan plan) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("run.id", run.id());
    values.put("run.goal", run.goal());
    values.put("run.task", run.task());
    values.put("run.requester", run.requester());
    run.arguments().forEach((name, value) -> values.put("goal." + name, value));
    values.putAll(Failures.NONE);
    for (PlanStep step : plan.steps()) {
      if (step.run() instanceof Binding.OfConnector binding) {
        binding.output().forEach((name, path) -> values.put("output." + name, path));
      }
    }
    return values;
  }

  /** The files that came with the request; there is no workspace that a digest could be of. */
  private record Offered(List<InputFile> files) implements WorkspaceFiles {

    @Override
    public byte @Nullable [] content(String path) throws IOException {
      for (InputFile file : files) {
        if (path.equals("input/" + file.name())) {
          try (InputStream content = file.content().open()) {
            return content.readAllBytes();
          }
        }
      }
      return null;
    }

    @Override
    public String digest() {
      return "";
    }
  }

  private static RunView.SimulatedStep view(
      StepRecord step, Verdict verdict, List<RunView.SimulatedStrategy> repair) {
    return new RunView.SimulatedStep(
        step.id(),
        step.label(),
        step.action(),
        step.arguments(),
        step.connector(),
        step.operation(),
        step.after(),
        step.priority(),
        verdict.verdict(),
        verdict.reasons(),
        verdict.requirements(),
        verdict.risk(),
        verdict.digest(),
        repair);
  }
}
