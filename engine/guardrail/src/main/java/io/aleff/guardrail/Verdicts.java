package io.aleff.guardrail;

import io.aleff.guardrail.Decision.Reason;
import io.aleff.guardrail.Decision.Requirement;
import io.aleff.guardrail.Decision.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * From what the packages say to one verdict: any deny is a deny, else any approve an approval, else
 * an allow allows, else deny. What has a wrong form is a deny.
 */
final class Verdicts {

  static final String ROOT = "aleff.guardrails";

  private final List<Reason> denials = new ArrayList<>();
  private final List<Reason> demands = new ArrayList<>();
  private final List<Reason> permissions = new ArrayList<>();
  private final TreeMap<String, Requirement> requirements = new TreeMap<>();
  private final List<ObjectNode> obligations = new ArrayList<>();

  private Verdicts() {}

  /** A verdict without its circumstances. */
  record Ruling(
      Verdict verdict,
      List<Reason> reasons,
      List<Requirement> requirements,
      List<ObjectNode> obligations) {

    static Ruling deny(String source, String message) {
      return new Ruling(Verdict.DENY, List.of(new Reason(source, message)), List.of(), List.of());
    }
  }

  /**
   * @param document the value of {@code data.aleff.guardrails}
   * @param packages the packages under it, with their full names
   */
  static Ruling read(JsonNode document, List<String> packages) {
    Verdicts verdicts = new Verdicts();
    for (String name : packages.stream().sorted().toList()) {
      JsonNode said = find(document, name);
      if (said != null && said.isObject()) {
        verdicts.hear(name, said);
      } else if (said != null) {
        verdicts.denials.add(new Reason(name, "the package is not an object"));
      }
    }
    return verdicts.ruling();
  }

  private static @Nullable JsonNode find(JsonNode document, String name) {
    JsonNode here = document;
    String below = name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1);
    for (String part : below.isEmpty() ? new String[0] : below.split("\\.")) {
      here = here.path(part);
    }
    return here.isMissingNode() ? null : here;
  }

  private void hear(String source, JsonNode said) {
    for (JsonNode item : members(source, "deny", said)) {
      deny(source, item);
    }
    for (JsonNode item : members(source, "approve", said)) {
      approve(source, item);
    }
    for (JsonNode item : members(source, "obligations", said)) {
      oblige(source, item);
    }
    JsonNode allow = said.path("allow");
    if (allow.isBoolean()) {
      if (allow.booleanValue()) {
        permissions.add(new Reason(source, "allowed"));
      }
    } else if (!allow.isMissingNode()) {
      malformed(source, "allow", allow);
    }
  }

  /** The members of a set; a rule of any other form denies. */
  private Iterable<JsonNode> members(String source, String rule, JsonNode said) {
    JsonNode value = said.path(rule);
    if (value.isArray()) {
      return value;
    }
    if (!value.isMissingNode()) {
      malformed(source, rule, value);
    }
    return List.of();
  }

  private void malformed(String source, String rule, JsonNode value) {
    String text = value.toString();
    String cut = text.length() > 100 ? text.substring(0, 100) + "…" : text;
    denials.add(new Reason(source, "\"" + rule + "\" has a wrong form: " + cut));
  }

  private void deny(String source, JsonNode item) {
    JsonNode message = item.isObject() ? item.path("message") : item;
    if (message.isString()) {
      denials.add(new Reason(source, message.stringValue()));
    } else {
      malformed(source, "deny", item);
    }
  }

  private void approve(String source, JsonNode item) {
    Requirement requirement = Requirements.read(item);
    if (requirement == null) {
      malformed(source, "approve", item);
      return;
    }
    demands.add(new Reason(source, requirement.reason()));
    requirements.merge(requirement.group(), requirement, Requirements::merge);
  }

  private void oblige(String source, JsonNode item) {
    if (item instanceof ObjectNode object && object.path("kind").isString()) {
      obligations.add(object);
    } else {
      malformed(source, "obligations", item);
    }
  }

  private Ruling ruling() {
    if (!denials.isEmpty()) {
      return new Ruling(Verdict.DENY, List.copyOf(denials), List.of(), List.copyOf(obligations));
    }
    if (!demands.isEmpty()) {
      return new Ruling(
          Verdict.APPROVE,
          List.copyOf(demands),
          List.copyOf(requirements.values()),
          List.copyOf(obligations));
    }
    return permissions.isEmpty()
        ? Ruling.deny(ROOT, "nothing allows the action")
        : new Ruling(Verdict.ALLOW, List.copyOf(permissions), List.of(), List.copyOf(obligations));
  }
}
