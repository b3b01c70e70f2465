package io.aleff.server.store;

import static io.aleff.server.database.TenantJdbc.time;
import static io.aleff.server.database.TenantJdbc.timeOrNull;
import static io.aleff.server.database.TenantJdbc.values;

import io.aleff.runtime.port.SideEffectLedger;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.TenantJdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What was started in the world. The table itself refuses a second completion. */
public final class SideEffectTable implements SideEffectLedger {

  private final TenantJdbc database;

  public SideEffectTable(TenantJdbc database) {
    this.database = database;
  }

  @Override
  public @Nullable SideEffect find(TenantId tenant, String idempotencyKey) {
    return database.find(
        tenant,
        jdbc ->
            jdbc.sql("SELECT * FROM side_effect WHERE tenant = ? AND idempotency_key = ?")
                .params(tenant.value(), idempotencyKey)
                .query(SideEffectTable::read)
                .optional()
                .orElse(null));
  }

  @Override
  public void start(SideEffect effect) {
    database.run(
        effect.tenant(),
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO side_effect AS old (tenant, idempotency_key, run, step, connector,
                      operation, action_digest, state, starts, completions, node, started_at,
                      finished_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                    ON CONFLICT (tenant, idempotency_key) DO UPDATE SET
                      action_digest = excluded.action_digest, state = excluded.state,
                      starts = old.starts + 1, node = excluded.node,
                      started_at = excluded.started_at, finished_at = excluded.finished_at""")
                .params(
                    values(
                        effect.tenant().value(),
                        effect.idempotencyKey(),
                        effect.run(),
                        effect.step(),
                        effect.connector(),
                        effect.operation(),
                        effect.actionDigest(),
                        effect.state().text(),
                        effect.starts(),
                        effect.completions(),
                        effect.node(),
                        time(effect.startedAt()),
                        timeOrNull(effect.finishedAt())))
                .update());
  }

  @Override
  public void end(
      TenantId tenant, String idempotencyKey, State state, @Nullable Instant finishedAt) {
    database.run(
        tenant,
        jdbc ->
            Rows.expectOne(
                jdbc.sql(
                        """
                        UPDATE side_effect
                        SET state = ?, completions = completions + ?, finished_at = ?
                        WHERE tenant = ? AND idempotency_key = ?""")
                    .params(
                        values(
                            state.text(),
                            state == State.DONE ? 1 : 0,
                            timeOrNull(finishedAt),
                            tenant.value(),
                            idempotencyKey))
                    .update(),
                "side effect " + idempotencyKey));
  }

  @Override
  public List<SideEffect> ofRun(TenantId tenant, String run) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    SELECT * FROM side_effect WHERE tenant = ? AND run = ?
                    ORDER BY started_at, idempotency_key""")
                .params(tenant.value(), run)
                .query(SideEffectTable::read)
                .list());
  }

  @Override
  public List<SideEffect> startedBy(String node) {
    List<SideEffect> all = new ArrayList<>();
    for (TenantId tenant : database.tenants()) {
      all.addAll(database.transactions().requiresNew(() -> startedBy(tenant, node)));
    }
    return all;
  }

  private List<SideEffect> startedBy(TenantId tenant, String node) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    SELECT * FROM side_effect WHERE tenant = ? AND node = ? AND state = 'started'
                    ORDER BY started_at""")
                .params(tenant.value(), node)
                .query(SideEffectTable::read)
                .list());
  }

  private static SideEffect read(ResultSet row, int n) throws SQLException {
    return new SideEffect(
        new TenantId(row.getString("tenant")),
        row.getString("idempotency_key"),
        row.getString("run"),
        row.getString("step"),
        row.getString("connector"),
        row.getString("operation"),
        row.getString("action_digest"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getInt("starts"),
        row.getInt("completions"),
        row.getString("node"),
        time(row, "started_at"),
        timeOrNull(row, "finished_at"));
  }
}
