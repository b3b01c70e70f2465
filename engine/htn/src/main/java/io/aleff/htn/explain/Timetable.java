package io.aleff.htn.explain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * When each step of a plan runs when all start as early as they can.
 *
 * @param rows in the order of the plan
 * @param length of the whole
 * @param counted whether no step has a duration, so that each counts as one second
 * @param critical ids of one longest chain of steps, first to last
 */
public record Timetable(List<Row> rows, Duration length, boolean counted, List<String> critical) {

  public Timetable {
    rows = List.copyOf(rows);
    critical = List.copyOf(critical);
  }

  /**
   * One step.
   *
   * @param slack how much later it could end without making the whole longer; zero when critical
   */
  public record Row(PlanAccount.Step step, Duration start, Duration end, Duration slack) {

    public boolean isCritical() {
      return slack.isZero();
    }
  }

  public static Timetable of(PlanAccount account) {
    boolean counted = account.steps().stream().allMatch(s -> s.duration().isZero());
    Map<String, Duration> starts = new HashMap<>();
    Map<String, Duration> ends = new LinkedHashMap<>();
    Duration length = Duration.ZERO;
    for (PlanAccount.Step step : account.steps()) {
      Duration start = Duration.ZERO;
      for (PlanAccount.Wait wait : step.after()) {
        start = later(start, get(ends, wait.id()));
      }
      Duration end = start.plus(counted ? Duration.ofSeconds(1) : step.duration());
      starts.put(step.id(), start);
      ends.put(step.id(), end);
      length = later(length, end);
    }
    Map<String, Duration> latest = latest(account, starts, ends, length);
    List<Row> rows = new ArrayList<>();
    for (PlanAccount.Step step : account.steps()) {
      Duration end = get(ends, step.id());
      Duration slack = get(latest, step.id()).minus(end);
      rows.add(new Row(step, get(starts, step.id()), end, slack));
    }
    return new Timetable(rows, length, counted, chain(rows, length));
  }

  /** When each step must have ended at the latest. */
  private static Map<String, Duration> latest(
      PlanAccount account,
      Map<String, Duration> starts,
      Map<String, Duration> ends,
      Duration length) {
    Map<String, Duration> latest = new HashMap<>();
    for (PlanAccount.Step step : account.steps().reversed()) {
      Duration own = latest.getOrDefault(step.id(), length);
      latest.put(step.id(), own);
      Duration takes = get(ends, step.id()).minus(get(starts, step.id()));
      for (PlanAccount.Wait wait : step.after()) {
        latest.merge(wait.id(), own.minus(takes), (a, b) -> a.compareTo(b) < 0 ? a : b);
      }
    }
    return latest;
  }

  private static List<String> chain(List<Row> rows, Duration length) {
    Map<String, Row> byId = new HashMap<>();
    rows.forEach(row -> byId.put(row.step().id(), row));
    @Nullable Row here =
        rows.stream().filter(row -> row.end().equals(length)).findFirst().orElse(null);
    List<String> chain = new ArrayList<>();
    while (here != null) {
      chain.addFirst(here.step().id());
      Row next = null;
      for (PlanAccount.Wait wait : here.step().after()) {
        Row before = byId.get(wait.id());
        if (next == null && before != null && before.end().equals(here.start())) {
          next = before;
        }
      }
      here = next;
    }
    return chain;
  }

  private static Duration get(Map<String, Duration> map, String id) {
    return Objects.requireNonNull(map.get(id));
  }

  private static Duration later(Duration a, Duration b) {
    return a.compareTo(b) < 0 ? b : a;
  }
}
