package io.aleff.guardrail;

import java.time.Duration;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * A verdict with everything that led to it.
 *
 * @param input the whole input document, signals included
 * @param requirements who must approve; empty unless the verdict is {@link Verdict#APPROVE}
 * @param obligations redact, limit, notify: objects with a {@code kind}
 * @param policyDigest SHA-256 over the policies and rules that decided
 */
public record Decision(
    Verdict verdict,
    List<Reason> reasons,
    List<Requirement> requirements,
    List<ObjectNode> obligations,
    Signals signals,
    ObjectNode input,
    String policyDigest,
    Duration took) {

  /** What may happen with the action. */
  public enum Verdict {
    ALLOW,
    APPROVE,
    DENY
  }

  /**
   * @param source the Rego package or the part of Aleff that says so, for example {@code
   *     aleff.guardrails.network} or {@code signals}
   */
  public record Reason(String source, String message) {}

  /**
   * @param group approver group (a role or a named group)
   * @param count how many different people
   * @param within how long the request stays open
   */
  public record Requirement(String group, int count, Duration within, String reason) {}

  /**
   * @param risk 0 to 100
   */
  public record Signals(int risk, List<Signal> facts) {}

  /** One finding of a Drools rule. */
  public record Signal(String name, int weight, String evidence) {}
}
