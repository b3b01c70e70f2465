package io.aleff.guardrail;

import io.aleff.guardrail.Decision.Requirement;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Approval requirements as policies write them. */
final class Requirements {

  private static final Set<String> KEYS = Set.of("group", "count", "within", "reason");
  private static final int MOST_APPROVERS = 20;
  private static final Duration LONGEST = Duration.ofDays(90);
  private static final Duration USUAL = Duration.ofDays(1);

  private Requirements() {}

  /**
   * @param item {@code {group, count (1), within (P1D), reason}}
   * @return null when it has a wrong form
   */
  static @Nullable Requirement read(JsonNode item) {
    JsonNode group = item.path("group");
    JsonNode reason = item.path("reason");
    boolean named = group.isString() && !group.stringValue().isBlank() && reason.isString();
    if (!item.isObject() || !named || !KEYS.containsAll(item.propertyNames())) {
      return null;
    }
    int count = item.has("count") ? count(item.path("count")) : 1;
    Duration within = item.has("within") ? within(item.path("within")) : USUAL;
    return count < 1 || within == null
        ? null
        : new Requirement(group.stringValue(), count, within, reason.stringValue());
  }

  private static int count(JsonNode value) {
    boolean good = value.isIntegralNumber() && value.canConvertToInt();
    return good && value.intValue() <= MOST_APPROVERS ? value.intValue() : -1;
  }

  private static @Nullable Duration within(JsonNode value) {
    try {
      Duration within = Duration.parse(value.asString(""));
      boolean good = within.isPositive() && within.compareTo(LONGEST) <= 0;
      return value.isString() && good ? within : null;
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** The stricter of both: more approvers, less time, all reasons. */
  static Requirement merge(Requirement a, Requirement b) {
    String reason = a.reason().equals(b.reason()) ? a.reason() : a.reason() + "; " + b.reason();
    return new Requirement(
        a.group(),
        Math.max(a.count(), b.count()),
        a.within().compareTo(b.within()) <= 0 ? a.within() : b.within(),
        reason);
  }
}
