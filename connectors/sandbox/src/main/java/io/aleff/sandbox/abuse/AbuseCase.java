package io.aleff.sandbox.abuse;

import io.aleff.definition.Json;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;
import tools.jackson.databind.node.ObjectNode;

/**
 * One hostile program.
 *
 * @param name for example {@code fork-bomb}
 * @param expected what must come of it, for people
 * @param profile which profile runs it
 * @param code of the program; {@code @secret@}, {@code @port@} and {@code @pid@} stand for the bait
 * @param limits before the profile's
 * @param needs the limit without which it is pointless, as in {@link
 *     io.aleff.sandbox.Enforcement#limit}; empty for none
 * @param serverKilled whether Aleff is killed as soon as the program has printed {@code up}
 * @param judge everything that is wrong with what was observed; empty when it held
 */
public record AbuseCase(
    String name,
    String expected,
    String profile,
    String code,
    ObjectNode limits,
    Duration timeout,
    String needs,
    boolean serverKilled,
    Function<Observation, List<String>> judge) {

  private static final Duration USUAL = Duration.ofSeconds(20);

  static AbuseCase python(
      String name, String expected, String code, Function<Observation, List<String>> judge) {
    return new AbuseCase(
        name, expected, "python", code, Json.MAPPER.createObjectNode(), USUAL, "", false, judge);
  }

  static AbuseCase shell(
      String name, String expected, String code, Function<Observation, List<String>> judge) {
    return new AbuseCase(
        name, expected, "shell", code, Json.MAPPER.createObjectNode(), USUAL, "", false, judge);
  }

  AbuseCase limit(String limit, double value) {
    ObjectNode changed = limits.deepCopy();
    if (value == Math.rint(value)) {
      changed.put(limit, (long) value);
    } else {
      changed.put(limit, value);
    }
    return new AbuseCase(
        name, expected, profile, code, changed, timeout, needs, serverKilled, judge);
  }

  AbuseCase withoutChildProcesses() {
    ObjectNode changed = limits.deepCopy().put("childProcesses", false);
    return new AbuseCase(
        name, expected, profile, code, changed, timeout, needs, serverKilled, judge);
  }

  AbuseCase needing(String limit) {
    return new AbuseCase(
        name, expected, profile, code, limits, timeout, limit, serverKilled, judge);
  }

  AbuseCase within(Duration time) {
    return new AbuseCase(name, expected, profile, code, limits, time, needs, serverKilled, judge);
  }

  /** Aleff is killed as soon as the program has printed {@code up}. */
  AbuseCase whenTheServerIsKilled() {
    return new AbuseCase(name, expected, profile, code, limits, timeout, needs, true, judge);
  }

  @Override
  public String toString() {
    return name;
  }
}
