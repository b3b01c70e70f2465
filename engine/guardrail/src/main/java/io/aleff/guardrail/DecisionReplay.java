package io.aleff.guardrail;

import io.aleff.guardrail.Decision.Verdict;
import io.aleff.guardrail.signals.SignalSource;
import io.aleff.rego.Limits;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** Decides recorded inputs again with candidate policies. Has no effects. */
public final class DecisionReplay {

  private DecisionReplay() {}

  /**
   * @param id of the recorded decision
   */
  public record Recorded(String id, ObjectNode input, Verdict verdict) {}

  /**
   * A decision that would be another one now.
   *
   * @param candidate with the reasons for the new verdict
   */
  public record Flip(String id, Verdict before, Decision candidate) {}

  /**
   * @param replayed how many decisions were looked at
   */
  public record Impact(int replayed, List<Flip> flips) {}

  /** The flips, in the order of the record. */
  public static Impact replay(
      List<Recorded> recorded, PolicySet candidate, SignalSource signals, Limits limits) {
    Guardrails guardrails = new InProcessGuardrails(candidate, signals, limits);
    List<Flip> flips = new ArrayList<>();
    for (Recorded one : recorded) {
      Decision again = guardrails.decide(one.input());
      if (again.verdict() != one.verdict()) {
        flips.add(new Flip(one.id(), one.verdict(), again));
      }
    }
    return new Impact(recorded.size(), List.copyOf(flips));
  }
}
