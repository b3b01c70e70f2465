package io.aleff.server.engine;

import static io.aleff.server.database.TenantJdbc.time;

import io.aleff.definition.Json;
import io.aleff.guardrail.HistoryNeed;
import io.aleff.runtime.port.TenantId;
import io.aleff.runtime.port.Usage;
import io.aleff.server.database.Batch;
import io.aleff.server.database.TenantJdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the side-effect ledger says was used: {@code actions} of the run, and {@code
 * actionsLastHour} and {@code messagesLastHour} of the tenant; and what was decided in the last
 * hour. Budgets come with the release.
 */
final class LedgerUsage implements Usage {

  private static final Duration RECENT = Duration.ofHours(1);

  private static final int MOST_HISTORY = 500;

  /** Every decision is stored with its history, so what only repeats itself is cut. */
  private static final int MOST_ALIKE = 100;

  private static final List<String> COLUMNS =
      List.of("requester", "connector", "operation", "verdict");

  private final TenantJdbc database;

  LedgerUsage(TenantJdbc database) {
    this.database = database;
  }

  @Override
  public ObjectNode of(
      TenantId tenant, String run, String requester, Instant now, HistoryNeed need) {
    ObjectNode usage = Json.MAPPER.createObjectNode();
    ObjectNode counts = usage.putObject("counts");
    usage.putObject("amounts");
    usage.putObject("budgets");
    database.run(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    SELECT
                      (SELECT count(*) FROM side_effect WHERE tenant = :tenant AND run = :run)
                        AS actions,
                      count(*) AS recent,
                      count(*) FILTER (WHERE connector = 'mail') AS messages
                    FROM side_effect WHERE tenant = :tenant AND started_at > :since""")
                .param("tenant", tenant.value())
                .param("run", run)
                .param("since", time(now.minus(RECENT)))
                .query(
                    (row, n) ->
                        counts
                            .put("actions", row.getLong("actions"))
                            .put("actionsLastHour", row.getLong("recent"))
                            .put("messagesLastHour", row.getLong("messages")))
                .list());
    usage.set("history", history(tenant, now, need));
    return usage;
  }

  /**
   * Oldest first; of very many only the newest, and of those with the same requester, operation and
   * verdict at most {@link #MOST_ALIKE}.
   */
  private ArrayNode history(TenantId tenant, Instant now, HistoryNeed need) {
    ArrayNode history = Json.MAPPER.createArrayNode();
    if (!need.all() && need.any().isEmpty()) {
      return history;
    }
    database.transactions().deliver(Batch.RUN);
    List<Object> params = new ArrayList<>(List.of(tenant.value(), time(now.minus(RECENT))));
    String needed = needed(need, params);
    params.add(MOST_HISTORY);
    params.add(MOST_ALIKE);
    database.run(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    SELECT d.*, s.state FROM (
                      SELECT *, row_number() OVER (
                        PARTITION BY requester, connector, operation, verdict ORDER BY at DESC)
                      FROM (
                        SELECT tenant, at, run, step, requester, connector, operation, verdict
                        FROM decision WHERE tenant = ? AND at > ? AND %s
                        ORDER BY at DESC LIMIT ?) recent) d
                    LEFT JOIN step s ON s.tenant = d.tenant AND s.run = d.run AND s.id = d.step
                    WHERE d.row_number <= ? ORDER BY d.at"""
                        .formatted(needed))
                .params(params)
                .query((row, n) -> entry(row, history))
                .list());
    return history;
  }

  /** As a condition on the columns of the same names. */
  private static String needed(HistoryNeed need, List<Object> params) {
    if (need.all()) {
      return "true";
    }
    List<String> any = new ArrayList<>();
    for (Map<String, String> one : need.any()) {
      List<String> all = new ArrayList<>();
      for (String column : COLUMNS) {
        String value = one.get(column);
        if (value != null) {
          all.add(column + " = ?");
          params.add(value);
        }
      }
      any.add(all.isEmpty() ? "true" : String.join(" AND ", all));
    }
    return "(" + String.join(" OR ", any) + ")";
  }

  private static ObjectNode entry(ResultSet row, ArrayNode history) throws SQLException {
    ObjectNode entry = history.addObject();
    entry.put("at", time(row, "at").toString());
    for (String name : List.of("run", "requester", "connector", "operation", "verdict")) {
      entry.put(name, row.getString(name));
    }
    String state = row.getString("state");
    entry.put("outcome", state == null ? "unknown" : state.equals("success") ? "done" : state);
    return entry;
  }
}
