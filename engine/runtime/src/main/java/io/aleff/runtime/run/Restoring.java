package io.aleff.runtime.run;

import io.aleff.definition.Json;
import io.aleff.runtime.Actor;
import io.aleff.runtime.Outcome;
import io.aleff.runtime.Outcome.Kind;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.WorkspacePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Brings files of older checkpoints back when a person asks for it. */
final class Restoring {

  private final Core core;

  Restoring(Core core) {
    this.core = core;
  }

  static Outcome<RunRecord> gone() {
    return Outcome.refused(
        Kind.CONFLICT, "workspace-gone", "The files of this run are no longer kept.");
  }

  /**
   * Steps of a run that is over cannot change its files meanwhile: the run is locked.
   *
   * @param path null for all files
   */
  Outcome<RunRecord> restore(Actor actor, RunRecord run, String checkpoint, @Nullable String path) {
    if (!run.state().isFinal()) {
      return Outcome.refused(
          Kind.CONFLICT,
          "not-finished",
          "Files are brought back when the run is over; cancel it first.");
    }
    if (run.head() == null) {
      return gone();
    }
    WorkspacePort workspaces = core.ports().workspaces();
    try {
      if (!workspaces.contains(run.tenant(), run.id(), checkpoint)) {
        return Outcome.refused(
            Kind.NOT_FOUND, "no-checkpoint", "There is no checkpoint " + checkpoint + ".");
      }
      String before = Execution.settledHead(core, run);
      String message = message(actor, checkpoint, path);
      return switch (workspaces.restore(run.tenant(), run.id(), checkpoint, path, message)) {
        case WorkspacePort.Commit.Committed(String id) when id.equals(before) ->
            Outcome.refused(
                Kind.CONFLICT, "nothing-to-restore", "The files are as they were there already.");
        case WorkspacePort.Commit.Committed(String id) ->
            Outcome.accepted(restored(actor, run, new Change(checkpoint, path, before, id)));
        case WorkspacePort.Commit.Conflict conflict ->
            Outcome.refused(
                Kind.CONFLICT,
                "conflict",
                "There is a folder now where a file was: " + String.join(", ", conflict.paths()));
        case WorkspacePort.Commit.Refused(String code, String why) ->
            Outcome.refused(
                code.equals("no-such-file") ? Kind.NOT_FOUND : Kind.CONFLICT, code, why);
      };
    } catch (IOException e) {
      throw new UncheckedIOException("The workspace of " + run.id() + " is not usable.", e);
    }
  }

  private static String message(Actor actor, String checkpoint, @Nullable String path) {
    return "%s brought back %s from %s"
        .formatted(actor.user(), path == null ? "all files" : path, shortened(checkpoint));
  }

  private static String shortened(String checkpoint) {
    return checkpoint.substring(0, Math.min(8, checkpoint.length()));
  }

  private record Change(String checkpoint, @Nullable String path, String before, String after) {}

  private RunRecord restored(Actor actor, RunRecord run, Change change) {
    RunRecord moved = core.journal().update(run, run.withHead(change.after()));
    ObjectNode data = Json.MAPPER.createObjectNode();
    data.put("from", change.checkpoint());
    data.put("path", change.path());
    data.put("before", change.before());
    data.put("checkpoint", change.after());
    core.journal()
        .audit(
            moved,
            null,
            "workspace.restored",
            actor.user(),
            message(actor, change.checkpoint(), change.path()),
            data);
    return moved;
  }
}
