package io.aleff.server.store;

import static io.aleff.server.database.TenantJdbc.json;

import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.Batch;
import io.aleff.server.database.TenantJdbc;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The runs that the current transaction has locked, with their steps. Nobody else can change them
 * until it ends, so they are read once, and what changed is written once, before the commit.
 */
final class HeldRuns {

  private static final Comparator<StepRecord> ORDER =
      Comparator.comparing((StepRecord step) -> step.undoes() != null)
          .thenComparing(StepRecord::planRevision)
          .thenComparing(StepRecord::position)
          .thenComparing(StepRecord::id);

  private final TenantJdbc database;
  private final Consumer<List<Held>> writer = this::write;

  HeldRuns(TenantJdbc database) {
    this.database = database;
  }

  /** What the transaction knows of one run; without {@code steps} until somebody asks for them. */
  private static final class Held {
    private RunRecord run;
    private @Nullable Map<String, StepRecord> steps;
    private boolean runChanged;
    private final Set<String> stepsChanged = new LinkedHashSet<>();

    Held(RunRecord run) {
      this.run = run;
    }

    boolean changed() {
      return runChanged || !stepsChanged.isEmpty();
    }
  }

  /** All that a transaction holds, by id. */
  private static final class All {
    private final Map<String, Held> runs = new HashMap<>();
  }

  private @Nullable Held held(TenantId tenant, String run) {
    All all = database.transactions().attached(All.class, All::new);
    Held held = all == null ? null : all.runs.get(run);
    return held != null && held.run.tenant().equals(tenant) ? held : null;
  }

  /** Null when the transaction has not locked the run. */
  @Nullable RunRecord run(TenantId tenant, String run) {
    Held held = held(tenant, run);
    return held == null ? null : held.run;
  }

  /** To be called with a run that the transaction has just locked or inserted. */
  void hold(RunRecord run) {
    All all = database.transactions().attached(All.class, All::new);
    if (all != null) {
      all.runs.put(run.id(), new Held(run));
    }
  }

  /** False when the transaction does not hold the run. */
  boolean update(RunRecord run) {
    Held held = held(run.tenant(), run.id());
    if (held == null) {
      return false;
    }
    held.run = run;
    note(held);
    held.runChanged = true;
    return true;
  }

  /** False when the transaction does not hold the step's run. */
  boolean update(StepRecord step, Supplier<List<StepRecord>> reader) {
    Held held = held(step.tenant(), step.run());
    if (held == null) {
      return false;
    }
    if (steps(held, reader).replace(step.id(), step) == null) {
      throw new IllegalStateException("There is no step " + step.id() + " of " + step.run());
    }
    note(held);
    held.stepsChanged.add(step.id());
    return true;
  }

  /** Null when the transaction does not hold the run. */
  @Nullable List<StepRecord> steps(TenantId tenant, String run, Supplier<List<StepRecord>> reader) {
    Held held = held(tenant, run);
    return held == null ? null : steps(held, reader).values().stream().sorted(ORDER).toList();
  }

  /** To be called after a step was inserted or, with null, deleted. */
  void replaced(TenantId tenant, String run, String id, @Nullable StepRecord step) {
    Held held = held(tenant, run);
    Map<String, StepRecord> steps = held == null ? null : held.steps;
    if (held != null && steps != null) {
      held.stepsChanged.remove(id);
      if (step == null) {
        steps.remove(id);
      } else {
        steps.put(id, step);
      }
    }
  }

  private static Map<String, StepRecord> steps(Held held, Supplier<List<StepRecord>> reader) {
    Map<String, StepRecord> steps = held.steps;
    if (steps == null) {
      steps = new LinkedHashMap<>();
      for (StepRecord step : reader.get()) {
        steps.put(step.id(), step);
      }
      held.steps = steps;
    }
    return steps;
  }

  private void note(Held held) {
    if (!held.changed()) {
      database.transactions().batch(Batch.RUN, writer, held);
    }
  }

  private void write(List<Held> all) {
    for (Held held : all) {
      RunRecord run = held.run;
      Map<String, StepRecord> steps = held.steps == null ? Map.of() : held.steps;
      List<StepRecord> changed = new ArrayList<>();
      held.stepsChanged.forEach(id -> changed.add(steps.get(id)));
      database.run(run.tenant(), jdbc -> write(jdbc, run, held.runChanged, changed));
      held.runChanged = false;
      held.stepsChanged.clear();
    }
  }

  private static void write(
      JdbcClient jdbc, RunRecord run, boolean runChanged, Collection<StepRecord> steps) {
    int rows =
        jdbc.sql(
                """
                WITH new_run AS (
                  UPDATE run SET state = ?, body = ?::json
                  WHERE ? AND tenant = ? AND id = ? RETURNING 1),
                new_step AS (
                  UPDATE step SET plan_revision = new.plan_revision, position = new.position,
                    undoing = new.undoing, state = new.state, body = new.body::json
                  FROM unnest(?::text[], ?::int[], ?::int[], ?::boolean[], ?::text[], ?::text[])
                    AS new (id, plan_revision, position, undoing, state, body)
                  WHERE tenant = ? AND run = ? AND step.id = new.id RETURNING 1)
                SELECT (SELECT count(*) FROM new_run) + (SELECT count(*) FROM new_step)""")
            .params(
                run.state().text(),
                runChanged ? json(run) : "null",
                runChanged,
                run.tenant().value(),
                run.id(),
                steps.stream().map(StepRecord::id).toArray(String[]::new),
                steps.stream().map(StepRecord::planRevision).toArray(Integer[]::new),
                steps.stream().map(StepRecord::position).toArray(Integer[]::new),
                steps.stream().map(step -> step.undoes() != null).toArray(Boolean[]::new),
                steps.stream().map(step -> step.state().text()).toArray(String[]::new),
                steps.stream().map(TenantJdbc::json).toArray(String[]::new),
                run.tenant().value(),
                run.id())
            .query(Integer.class)
            .single();
    int expected = steps.size() + (runChanged ? 1 : 0);
    if (rows != expected) {
      throw new IllegalStateException(
          "Of run %s, %d rows were to be changed, %d were.".formatted(run.id(), expected, rows));
    }
  }
}
