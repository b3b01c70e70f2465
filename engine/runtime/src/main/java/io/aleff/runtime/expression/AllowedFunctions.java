package io.aleff.runtime.expression;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The functions that expressions may call, all of them under the name {@code aleff}. */
public final class AllowedFunctions {

  private static final Map<String, Function> ALL =
      Stream.of(
              new Function("plan", 0, "makes or renews the plan: steps, done, none or cancelled"),
              new Function("verify", 0, "checks the goal: achieved, again or cancelled"),
              new Function("succeed", 0, "ends the run as a success"),
              new Function("fail", 0, "ends the run as failed"),
              new Function("prepareUndo", 0, "compiles what has to be undone: steps or none"),
              new Function("onFailure", 0, "what the tenant wants of a failed run: undo or keep"),
              new Function("undone", 0, "ends the run as rolled back"),
              new Function("step", 2, "id of the step at a position of the plan or of the undo"),
              new Function("nested", 1, "id of the step for a guarded action of a called process"),
              new Function("decide", 0, "asks the guardrails: allow, approve, deny, process, skip"),
              new Function("approvers", 0, "groups that may approve, with commas"),
              new Function("approvalDue", 0, "when the request for approval expires"),
              new Function("expire", 0, "records that nobody approved in time"),
              new Function("grant", 0, "hands out a grant for one execution"),
              new Function("backoff", 0, "how long to wait before the next attempt"),
              new Function("repair", 0, "takes the next strategy of a failed action: again, none"),
              new Function("processInput", 0, "puts the input of a called process in place"),
              new Function("processDone", 0, "records that a called process has ended"))
          .collect(Collectors.toUnmodifiableMap(Function::name, f -> f));

  private AllowedFunctions() {}

  /** Null when there is none of that name. */
  public static @Nullable Function find(String name) {
    return ALL.get(name);
  }

  /** All names as they are written, sorted. */
  public static List<String> names() {
    return ALL.keySet().stream().map(name -> "aleff." + name).sorted().toList();
  }

  /**
   * @param arguments how many it takes
   * @param purpose one line for people
   */
  public record Function(String name, int arguments, String purpose) {}
}
