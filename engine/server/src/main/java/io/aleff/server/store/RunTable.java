package io.aleff.server.store;

import static io.aleff.server.database.TenantJdbc.json;
import static io.aleff.server.database.TenantJdbc.storable;
import static io.aleff.server.database.TenantJdbc.time;
import static io.aleff.server.database.TenantJdbc.values;

import io.aleff.definition.Json;
import io.aleff.runtime.plan.PlanJson;
import io.aleff.runtime.port.Page;
import io.aleff.runtime.port.RunRecord;
import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.RunStore;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.Batch;
import io.aleff.server.database.TenantJdbc;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Runs and their plans. */
public final class RunTable implements RunStore {

  private static final int RECENT_PLANS = 100;

  private final TenantJdbc database;
  private final HeldRuns held;
  private final Recent<PlanRecord> plans;

  public RunTable(TenantJdbc database) {
    this.database = database;
    held = new HeldRuns(database);
    plans = new Recent<>(database.transactions(), PlanRecord.class, RECENT_PLANS);
  }

  @Override
  public void insert(RunRecord run) {
    database.run(
        run.tenant(),
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO run (tenant, id, state, goal, requester, idempotency_key, created_at, body)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?::json)""")
                .params(
                    values(
                        run.tenant().value(),
                        run.id(),
                        run.state().text(),
                        storable(run.goal()),
                        run.requester(),
                        run.idempotencyKey(),
                        time(run.createdAt()),
                        json(run)))
                .update());
    held.hold(run);
  }

  @Override
  public void update(RunRecord run) {
    if (held.update(run)) {
      return;
    }
    database.run(
        run.tenant(),
        jdbc ->
            Rows.expectOne(
                jdbc.sql("UPDATE run SET state = ?, body = ?::json WHERE tenant = ? AND id = ?")
                    .params(run.state().text(), json(run), run.tenant().value(), run.id())
                    .update(),
                "run " + run.id()));
  }

  @Override
  public @Nullable RunRecord find(TenantId tenant, String run) {
    RunRecord own = held.run(tenant, run);
    return own == null ? one(tenant, run, "") : own;
  }

  @Override
  public @Nullable RunRecord lock(TenantId tenant, String run) {
    RunRecord own = held.run(tenant, run);
    if (own != null) {
      return own;
    }
    RunRecord locked = one(tenant, run, " FOR NO KEY UPDATE");
    if (locked != null) {
      held.hold(locked);
    }
    return locked;
  }

  private @Nullable RunRecord one(TenantId tenant, String run, String lock) {
    return database.find(
        tenant,
        jdbc ->
            jdbc.sql("SELECT body FROM run WHERE tenant = ? AND id = ?" + lock)
                .params(tenant.value(), run)
                .query(Rows.body(RunRecord.class))
                .optional()
                .orElse(null));
  }

  @Override
  public @Nullable RunRecord findByIdempotencyKey(TenantId tenant, String requester, String key) {
    return database.find(
        tenant,
        jdbc ->
            jdbc.sql(
                    "SELECT body FROM run WHERE tenant = ? AND requester = ? AND idempotency_key = ?")
                .params(tenant.value(), requester, key)
                .query(Rows.body(RunRecord.class))
                .optional()
                .orElse(null));
  }

  @Override
  public Page<RunRecord> page(TenantId tenant, Query query) {
    database.transactions().deliver(Batch.RUN);
    StringBuilder sql = new StringBuilder("SELECT body FROM run WHERE tenant = :tenant");
    Map<String, Object> params = new TreeMap<>(Map.of("tenant", tenant.value()));
    if (query.state() != null) {
      sql.append(" AND state = :state");
      params.put("state", query.state().text());
    }
    if (query.requester() != null) {
      sql.append(" AND requester = :requester");
      params.put("requester", query.requester());
    }
    if (query.text() != null) {
      sql.append(" AND (lower(goal) LIKE :text OR id LIKE :text OR lower(requester) LIKE :text)");
      params.put("text", Rows.containing(storable(query.text()).toLowerCase(Locale.ROOT)));
    }
    if (query.cursor() != null) {
      sql.append(
          " AND (created_at, id) < (SELECT created_at, id FROM run WHERE tenant = :tenant AND id ="
              + " :cursor)");
      params.put("cursor", storable(query.cursor()));
    }
    sql.append(" ORDER BY created_at DESC, id DESC LIMIT :limit");
    params.put("limit", query.limit() + 1);
    List<RunRecord> rows =
        database.get(
            tenant,
            jdbc ->
                jdbc.sql(sql.toString()).params(params).query(Rows.body(RunRecord.class)).list());
    return Rows.page(rows, query.limit(), RunRecord::id);
  }

  /** How many runs are in each state; for metrics. */
  public Map<RunState, Long> countByState(TenantId tenant) {
    Map<RunState, Long> counts = new TreeMap<>();
    database.run(
        tenant,
        jdbc ->
            jdbc.sql("SELECT state, count(*) AS n FROM run WHERE tenant = ? GROUP BY state")
                .param(tenant.value())
                .query(
                    (row, n) -> counts.put(RunState.of(row.getString("state")), row.getLong("n")))
                .list());
    return counts;
  }

  @Override
  public void insertPlan(PlanRecord plan) {
    database.run(
        plan.tenant(),
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO plan (tenant, run, revision, shape, plan, bpmn)
                    VALUES (?, ?, ?, ?, ?::json, ?)""")
                .params(
                    plan.tenant().value(),
                    plan.run(),
                    plan.revision(),
                    plan.shape(),
                    json(PlanJson.write(plan.plan())),
                    plan.bpmn())
                .update());
    plans.saw(plan.tenant(), planId(plan.run(), plan.revision()), plan);
  }

  private static String planId(String run, int revision) {
    return run + "/" + revision;
  }

  @Override
  public @Nullable PlanRecord plan(TenantId tenant, String run, int revision) {
    return plans.find(tenant, planId(run, revision), () -> readPlan(tenant, run, revision));
  }

  private @Nullable PlanRecord readPlan(TenantId tenant, String run, int revision) {
    return database.find(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    SELECT shape, plan, bpmn FROM plan
                    WHERE tenant = ? AND run = ? AND revision = ?""")
                .params(tenant.value(), run, revision)
                .query(
                    (row, n) ->
                        new PlanRecord(
                            tenant,
                            run,
                            revision,
                            PlanJson.read((ObjectNode) Json.MAPPER.readTree(row.getString("plan"))),
                            row.getString("shape"),
                            row.getString("bpmn")))
                .optional()
                .orElse(null));
  }
}
