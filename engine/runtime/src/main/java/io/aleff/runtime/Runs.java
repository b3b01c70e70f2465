package io.aleff.runtime;

import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.OutputStore;
import io.aleff.runtime.port.Page;
import io.aleff.runtime.port.RunStore;
import io.aleff.runtime.port.SideEffectLedger;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.port.WorkspacePort;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Starts, shows, stops, repeats and undoes runs. */
public interface Runs {

  /**
   * Starts a run; planning happens afterwards. Refusals: {@code no-task} (with the nearest
   * phrases), {@code unknown-task}, {@code bad-argument}, {@code no-plan}, {@code no-release},
   * {@code bad-file}.
   */
  Outcome<RunView.Summary> submit(Actor actor, GoalRequest request);

  /** Plans and decides everything without any effect. Refusals as for {@link #submit}. */
  Outcome<RunView.Simulation> simulate(Actor actor, GoalRequest request);

  RunView.@Nullable Detail find(TenantId tenant, String run);

  Page<RunView.Summary> list(TenantId tenant, RunStore.Query query);

  /** Stops a run and everything it has running. Refusal: {@code not-running}. */
  Outcome<RunView.Summary> cancel(Actor actor, String run);

  /**
   * Refusals: {@code not-finished}, {@code nothing-failed}, {@code undone}.
   *
   * @param fromStart everything again in a clean workspace; else only what is not done yet
   */
  Outcome<RunView.Summary> retry(Actor actor, String run, boolean fromStart);

  /** Undoes a finished run step by step, newest first. Refusals: {@code not-finished}, …. */
  Outcome<RunView.Summary> rollback(Actor actor, String run);

  /**
   * @param revision 0 for the newest
   */
  @Nullable String bpmn(TenantId tenant, String run, int revision);

  /**
   * @param revision 0 for the newest
   */
  RunView.@Nullable Tokens tokens(TenantId tenant, String run, int revision);

  List<RunView.TimelineEntry> timeline(TenantId tenant, String run);

  List<OutputStore.Chunk> output(TenantId tenant, String run, String step);

  /** Unified diff of what a step changed; empty when it changed nothing; null when unknown. */
  @Nullable String diff(TenantId tenant, String run, String step);

  List<DecisionRecord> decisions(TenantId tenant, String run);

  /** What a run started in the world, oldest first. */
  List<SideEffectLedger.SideEffect> effects(TenantId tenant, String run);

  /** Null when there is no such run. */
  @Nullable List<WorkspacePort.Entry> files(TenantId tenant, String run, String path);

  byte @Nullable [] file(TenantId tenant, String run, String path);
}
