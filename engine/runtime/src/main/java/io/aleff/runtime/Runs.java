package io.aleff.runtime;

import io.aleff.connector.workspace.Checkpoint;
import io.aleff.connector.workspace.StoredFile;
import io.aleff.connector.workspace.WorkspaceDiff;
import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.OutputStore;
import io.aleff.runtime.port.Page;
import io.aleff.runtime.port.RunStore;
import io.aleff.runtime.port.SideEffectLedger;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.port.WorkspacePort;
import java.io.IOException;
import java.io.OutputStream;
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

  /**
   * The newest checkpoints, newest first, also those that were rolled back. Null when there is no
   * such run, or when its files are no longer kept.
   */
  @Nullable List<Checkpoint> checkpoints(TenantId tenant, String run);

  /**
   * What changed between two checkpoints; null when one of them is unknown.
   *
   * @param path only this file, with more of its lines; null for all
   */
  @Nullable WorkspaceDiff changes(
      TenantId tenant, String run, String from, String to, @Nullable String path);

  /**
   * Entries directly below a folder; null when there is no such run or checkpoint.
   *
   * @param checkpoint null for the newest
   */
  @Nullable List<WorkspacePort.Entry> files(
      TenantId tenant, String run, @Nullable String checkpoint, String path);

  /**
   * Null when there is no such file.
   *
   * @param checkpoint null for the newest
   */
  @Nullable StoredFile file(TenantId tenant, String run, @Nullable String checkpoint, String path);

  /**
   * All files of a checkpoint, to be written as a zip archive; null when there is none.
   *
   * @param checkpoint null for the newest
   */
  @Nullable Archive archive(TenantId tenant, String run, @Nullable String checkpoint);

  /**
   * Makes the files of a finished run, or one of them, what they were at a checkpoint. What came
   * after stays a checkpoint too. Refusals: {@code not-finished}, {@code no-checkpoint}, {@code
   * no-such-file}, {@code nothing-to-restore}, {@code conflict}, and those of the workspace's
   * limits.
   *
   * @param path null for all files
   */
  Outcome<RunView.Summary> restore(
      Actor actor, String run, String checkpoint, @Nullable String path);

  /** Can be written once it is known that it exists. */
  @FunctionalInterface
  interface Archive {

    /** The stream is left open. */
    void writeTo(OutputStream out) throws IOException;
  }
}
