package io.aleff.runtime.run;

import io.aleff.definition.DeniedFiles;
import io.aleff.definition.Json;
import io.aleff.htn.Plan;
import io.aleff.htn.PlanNode;
import io.aleff.htn.PlanRequest;
import io.aleff.htn.Planning;
import io.aleff.htn.WorldState;
import io.aleff.runtime.Actor;
import io.aleff.runtime.GoalRequest;
import io.aleff.runtime.GoalRequest.InputFile;
import io.aleff.runtime.Outcome;
import io.aleff.runtime.Outcome.Kind;
import io.aleff.runtime.RunView;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.release.LiveRelease;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.node.ObjectNode;

/** Takes a goal in: finds its task, plans it, stores the files and starts the process. */
final class RunStarting {

  static final String AGENT_RUN = "agent-run";
  private static final Pattern FILE_NAME =
      Pattern.compile("(?!\\.)[^/\\\\\\u0000-\\u001f\\u007f:*?\"<>|]{1,200}");
  private static final long LARGEST = 200L * 1000 * 1000;

  private final Core core;
  private final PlanMaking planning;

  RunStarting(Core core) {
    this.core = core;
    planning = new PlanMaking(core);
  }

  /** A goal with its first plan. */
  record Ready(Goals.Found goal, LiveRelease release, WorldState world, Plan plan) {}

  Outcome<Ready> prepare(Actor actor, GoalRequest request) {
    LiveRelease release = core.releases().active(actor.tenant());
    if (release == null) {
      return Outcome.refused(Kind.CONFLICT, "no-release", "No release is active.");
    }
    Outcome<Goals.Found> files = files(request.files(), Core.denied(release, actor.tenant()));
    if (files instanceof Outcome.Refused<Goals.Found> refused) {
      return refused.as();
    }
    return switch (Goals.find(release.compiled().domain(), request)) {
      case Outcome.Refused<Goals.Found> refused -> refused.as();
      case Outcome.Accepted<Goals.Found>(Goals.Found found) -> plan(found, release, request);
    };
  }

  private static Outcome<Goals.Found> files(List<InputFile> files, DeniedFiles denied) {
    for (InputFile file : files) {
      if (!FILE_NAME.matcher(file.name()).matches()) {
        return bad("\"" + file.name() + "\" is no plain file name.");
      }
      String pattern = denied.pattern("input/" + file.name());
      if (pattern != null) {
        return bad(
            "The file \"%s\" may hold a secret (%s); such files are never kept."
                .formatted(file.name(), pattern));
      }
      if (file.size() == 0) {
        return bad("The file \"" + file.name() + "\" is empty.");
      }
      if (file.size() >= LARGEST) {
        return bad("The file \"" + file.name() + "\" is too large: under 200 MB are taken.");
      }
    }
    boolean distinct = files.stream().map(InputFile::name).distinct().count() == files.size();
    return distinct
        ? Outcome.accepted(new Goals.Found(new io.aleff.htn.Goal("", Map.of()), "", null))
        : bad("Two files have the same name.");
  }

  private static Outcome<Goals.Found> bad(String message) {
    return Outcome.refused(Kind.INVALID, "bad-file", message);
  }

  private Outcome<Ready> plan(Goals.Found found, LiveRelease release, GoalRequest request) {
    var domain = release.compiled().domain();
    WorldState world = Goals.world(release.compiled(), found.goal(), request.files());
    PlanRequest planRequest =
        new PlanRequest(
            domain, world, found.goal(), Map.of(), null, Set.of(), core.config().planningBudget());
    return switch (PlanMaking.checked(planRequest)) {
      case Planning.Planned(Plan plan) -> Outcome.accepted(new Ready(found, release, world, plan));
      case Planning.Refused refused ->
          Outcome.refused(
              Kind.INVALID,
              refused.code(),
              refused.message(),
              refused.tried().stream().map(RunStarting::line).toList());
    };
  }

  private static String line(PlanNode.Rejection rejection) {
    return rejection.method() + " (" + rejection.cause() + "): " + rejection.detail();
  }

  Outcome<RunView.Summary> start(Actor actor, GoalRequest request) {
    String key = request.idempotencyKey();
    if (key != null) {
      RunRecord known = core.ports().runs().findByIdempotencyKey(actor.tenant(), actor.user(), key);
      if (known != null) {
        return Outcome.accepted(Views.summary(known));
      }
    }
    return prepare(actor, request)
        .map(
            ready ->
                core.ports()
                    .transactions()
                    .required(() -> Views.summary(begin(actor, request, ready))));
  }

  private RunRecord begin(Actor actor, GoalRequest request, Ready ready) {
    String id = core.ports().ids().next();
    String head = imported(actor, id, request.files());
    RunMemory memory = new RunMemory(ready.world(), ready.world(), head, 0, true);
    RunRecord run =
        new RunRecord(
            actor.tenant(),
            id,
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
            0,
            memory.json(),
            head,
            false,
            null,
            null,
            null,
            request.idempotencyKey(),
            core.ports().clock().instant(),
            null);
    core.journal().insert(run);
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("task", run.task()).set("arguments", Json.MAPPER.valueToTree(run.arguments()));
    core.journal().audit(run, null, "run.submitted", actor.user(), run.goal(), data);
    RunRecord planned = planning.record(run, ready.plan());
    process(planned, AGENT_RUN);
    return planned;
  }

  /** Starts a process of the run's release. */
  void process(RunRecord run, String process) {
    Map<String, Object> variables = new LinkedHashMap<>();
    variables.put("tenant", run.tenant().value());
    variables.put("run", run.id());
    core.engine()
        .get()
        .runtime()
        .startProcessInstanceByKey(core.release(run).key(process), run.id(), variables);
  }

  private String imported(Actor actor, String run, List<InputFile> files) {
    try {
      core.ports().workspaces().create(actor.tenant(), run);
      for (InputFile file : files) {
        try (InputStream content = file.content().open()) {
          core.ports()
              .workspaces()
              .importFile(actor.tenant(), run, "input/" + file.name(), content);
        }
      }
      return core.ports().workspaces().head(actor.tenant(), run);
    } catch (IOException e) {
      throw new UncheckedIOException("The files of the run could not be stored.", e);
    }
  }
}
