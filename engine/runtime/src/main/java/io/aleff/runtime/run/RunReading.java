package io.aleff.runtime.run;

import io.aleff.connector.workspace.Checkpoint;
import io.aleff.connector.workspace.StoredFile;
import io.aleff.connector.workspace.WorkspaceDiff;
import io.aleff.htn.Plan;
import io.aleff.runtime.RunView;
import io.aleff.runtime.Runs;
import io.aleff.runtime.audit.AuditChain;
import io.aleff.runtime.plan.PlanCompiler;
import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.OutputStore;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.RunStore;
import io.aleff.runtime.port.SideEffectLedger;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.port.WorkspacePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLConnection;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Shows runs to people. */
abstract class RunReading implements Runs {

  private static final int RESULT_FILES = 500;
  private static final int MOST_CHECKPOINTS = 1_000;

  private final Core core;

  RunReading(Core core) {
    this.core = core;
  }

  @Override
  public RunView.@Nullable Detail find(TenantId tenant, String id) {
    RunRecord run = core.ports().runs().find(tenant, id);
    if (run == null) {
      return null;
    }
    Plan plan = Plans.newest(core.ports(), run);
    List<StepRecord> steps = core.ports().steps().ofRun(tenant, id);
    return new RunView.Detail(
        Views.summary(run),
        run.outcome(),
        run.failure(),
        run.planRevision(),
        steps.stream().map(Views::step).toList(),
        plan == null ? null : Views.node(plan.root(), steps),
        result(run));
  }

  private List<RunView.ResultFile> result(RunRecord run) {
    List<RunView.ResultFile> found = new ArrayList<>();
    if (run.head() != null) {
      collect(run, run.head(), "", found);
    }
    return found;
  }

  private void collect(RunRecord run, String head, String folder, List<RunView.ResultFile> found) {
    for (WorkspacePort.Entry entry : entries(run, head, folder)) {
      if (entry.directory() && !entry.path().equals("input")) {
        collect(run, head, entry.path(), found);
      } else if (!entry.directory() && found.size() < RESULT_FILES) {
        found.add(new RunView.ResultFile(entry.path(), entry.size(), mediaType(entry.path())));
      }
    }
  }

  private static String mediaType(String path) {
    return Objects.requireNonNullElse(
        path.endsWith(".csv") ? "text/csv" : URLConnection.guessContentTypeFromName(path),
        path.endsWith(".svg") ? "image/svg+xml" : "application/octet-stream");
  }

  private List<WorkspacePort.Entry> entries(RunRecord run, String head, String folder) {
    try {
      return core.ports().workspaces().files(run.tenant(), run.id(), head, folder);
    } catch (IOException e) {
      throw new UncheckedIOException("The workspace of " + run.id() + " is not readable.", e);
    }
  }

  private RunStore.@Nullable PlanRecord plan(TenantId tenant, String id, int revision) {
    RunRecord run = core.ports().runs().find(tenant, id);
    return run == null
        ? null
        : core.ports().runs().plan(tenant, id, revision == 0 ? run.planRevision() : revision);
  }

  @Override
  public @Nullable String bpmn(TenantId tenant, String id, int revision) {
    RunStore.PlanRecord plan = plan(tenant, id, revision);
    return plan == null ? null : plan.bpmn();
  }

  @Override
  public RunView.@Nullable Tokens tokens(TenantId tenant, String id, int revision) {
    RunStore.PlanRecord record = plan(tenant, id, revision);
    RunRecord run = core.ports().runs().find(tenant, id);
    if (record == null || run == null) {
      return null;
    }
    Plan plan = Objects.requireNonNull(Plans.revision(core.ports(), run, record.revision()));
    List<StepRecord> steps = core.ports().steps().ofRun(tenant, id);
    Map<String, RunView.Tokens.Element> elements = new LinkedHashMap<>();
    for (int i = 0; i < plan.steps().size(); i++) {
      String step = plan.steps().get(i).id();
      String state =
          steps.stream()
              .filter(known -> known.id().equals(step))
              .map(known -> known.state().text())
              .findFirst()
              .orElse("skipped");
      List<RunView.Tokens.Element> nested =
          Nested.of(step, steps)
              .map(one -> new RunView.Tokens.Element(one.id(), one.state().text(), List.of()))
              .toList();
      elements.put(PlanCompiler.elementId(i), new RunView.Tokens.Element(step, state, nested));
    }
    elements.put("start", new RunView.Tokens.Element(null, "success", List.of()));
    if (run.state() == RunState.SUCCESS) {
      elements.put("end", new RunView.Tokens.Element(null, "success", List.of()));
    }
    return new RunView.Tokens(elements);
  }

  @Override
  public List<RunView.TimelineEntry> timeline(TenantId tenant, String run) {
    return core.ports().audit().ofRun(tenant, run, 0, 10_000).stream()
        .map(RunReading::entry)
        .toList();
  }

  private static RunView.TimelineEntry entry(AuditChain.Link link) {
    ObjectNode json = link.json();
    String step = json.path("step").asString("");
    return new RunView.TimelineEntry(
        link.seq(),
        json.path("at").asString(""),
        json.path("type").asString(""),
        json.path("actor").asString(""),
        step.isEmpty() ? null : step,
        json.path("summary").asString(""),
        json.path("data"));
  }

  @Override
  public List<OutputStore.Chunk> output(TenantId tenant, String run, String step) {
    return core.ports().output().of(tenant, run, step);
  }

  @Override
  public @Nullable String diff(TenantId tenant, String run, String id) {
    StepRecord step = core.ports().steps().find(tenant, run, id);
    if (step == null) {
      return null;
    }
    String from = step.baseline();
    String to = step.checkpoint();
    if (from == null || to == null || from.equals(to)) {
      return "";
    }
    try {
      return core.ports().workspaces().diff(tenant, run, from, to);
    } catch (IOException e) {
      throw new UncheckedIOException("The workspace of " + run + " is not readable.", e);
    }
  }

  @Override
  public List<DecisionRecord> decisions(TenantId tenant, String run) {
    return core.ports().decisions().ofRun(tenant, run);
  }

  @Override
  public List<SideEffectLedger.SideEffect> effects(TenantId tenant, String run) {
    return core.ports().ledger().ofRun(tenant, run);
  }

  @Override
  public @Nullable List<Checkpoint> checkpoints(TenantId tenant, String id) {
    return reading(
        tenant,
        id,
        null,
        (workspaces, head) -> workspaces.checkpoints(tenant, id, MOST_CHECKPOINTS));
  }

  @Override
  public @Nullable WorkspaceDiff changes(
      TenantId tenant, String id, String from, String to, @Nullable String path) {
    return reading(
        tenant,
        id,
        from,
        (workspaces, older) ->
            workspaces.contains(tenant, id, to)
                ? workspaces.changes(tenant, id, older, to, path)
                : null);
  }

  @Override
  public @Nullable List<WorkspacePort.Entry> files(
      TenantId tenant, String id, @Nullable String checkpoint, String path) {
    return reading(
        tenant, id, checkpoint, (workspaces, commit) -> workspaces.files(tenant, id, commit, path));
  }

  @Override
  public @Nullable StoredFile file(
      TenantId tenant, String id, @Nullable String checkpoint, String path) {
    return reading(
        tenant, id, checkpoint, (workspaces, commit) -> workspaces.file(tenant, id, commit, path));
  }

  @Override
  public @Nullable Archive archive(TenantId tenant, String id, @Nullable String checkpoint) {
    return reading(
        tenant,
        id,
        checkpoint,
        (workspaces, commit) -> out -> workspaces.archive(tenant, id, commit, out));
  }

  /** What is read of a commit; null stands for what is not there. */
  @FunctionalInterface
  private interface Reading<T> {
    @Nullable T of(WorkspacePort workspaces, String commit) throws IOException;
  }

  private <T> @Nullable T reading(
      TenantId tenant, String id, @Nullable String checkpoint, Reading<T> reading) {
    RunRecord run = core.ports().runs().find(tenant, id);
    if (run == null || run.head() == null) {
      return null;
    }
    WorkspacePort workspaces = core.ports().workspaces();
    try {
      String commit = Objects.requireNonNullElse(checkpoint, run.head());
      boolean known = checkpoint == null || workspaces.contains(tenant, id, checkpoint);
      return known ? reading.of(workspaces, commit) : null;
    } catch (IOException e) {
      throw new UncheckedIOException("The workspace of " + id + " is not readable.", e);
    }
  }
}
