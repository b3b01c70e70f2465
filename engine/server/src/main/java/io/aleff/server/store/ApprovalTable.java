package io.aleff.server.store;

import static io.aleff.server.database.TenantJdbc.array;
import static io.aleff.server.database.TenantJdbc.json;
import static io.aleff.server.database.TenantJdbc.storable;
import static io.aleff.server.database.TenantJdbc.time;

import io.aleff.runtime.port.ApprovalRecord;
import io.aleff.runtime.port.ApprovalStore;
import io.aleff.runtime.port.Page;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.TenantJdbc;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Requests for approval. */
public final class ApprovalTable implements ApprovalStore {

  private final TenantJdbc database;

  public ApprovalTable(TenantJdbc database) {
    this.database = database;
  }

  @Override
  public void insert(ApprovalRecord approval) {
    database.run(
        approval.tenant(),
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO approval (tenant, id, run, state, groups, created_at, expires_at, body)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?::json)""")
                .params(
                    approval.tenant().value(),
                    approval.id(),
                    approval.run(),
                    approval.state().text(),
                    array(approval.groups()),
                    time(approval.createdAt()),
                    time(approval.expiresAt()),
                    json(approval))
                .update());
  }

  @Override
  public void update(ApprovalRecord approval) {
    database.run(
        approval.tenant(),
        jdbc ->
            Rows.expectOne(
                jdbc.sql(
                        "UPDATE approval SET state = ?, body = ?::json WHERE tenant = ? AND id = ?")
                    .params(
                        approval.state().text(),
                        json(approval),
                        approval.tenant().value(),
                        approval.id())
                    .update(),
                "approval " + approval.id()));
  }

  @Override
  public @Nullable ApprovalRecord find(TenantId tenant, String id) {
    return one(tenant, id, "");
  }

  @Override
  public @Nullable ApprovalRecord lock(TenantId tenant, String id) {
    return one(tenant, id, " FOR NO KEY UPDATE");
  }

  private @Nullable ApprovalRecord one(TenantId tenant, String id, String lock) {
    return database.find(
        tenant,
        jdbc ->
            jdbc.sql("SELECT body FROM approval WHERE tenant = ? AND id = ?" + lock)
                .params(tenant.value(), id)
                .query(Rows.body(ApprovalRecord.class))
                .optional()
                .orElse(null));
  }

  @Override
  public List<ApprovalRecord> ofRun(TenantId tenant, String run) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(
                    "SELECT body FROM approval WHERE tenant = ? AND run = ? ORDER BY created_at, id")
                .params(tenant.value(), run)
                .query(Rows.body(ApprovalRecord.class))
                .list());
  }

  @Override
  public Page<ApprovalRecord> page(TenantId tenant, Query query) {
    StringBuilder sql = new StringBuilder("SELECT body FROM approval WHERE tenant = :tenant");
    Map<String, Object> params = new TreeMap<>(Map.of("tenant", tenant.value()));
    if (!query.states().isEmpty()) {
      sql.append(" AND state IN (:states)");
      params.put("states", query.states().stream().map(ApprovalRecord.State::text).toList());
    }
    if (!query.groups().isEmpty()) {
      sql.append(" AND groups && :groups::text[]");
      params.put("groups", array(query.groups()));
    }
    if (query.cursor() != null) {
      sql.append(
          " AND (created_at, id) > (SELECT created_at, id FROM approval WHERE tenant = :tenant AND"
              + " id = :cursor)");
      params.put("cursor", storable(query.cursor()));
    }
    sql.append(" ORDER BY created_at, id LIMIT :limit");
    params.put("limit", query.limit() + 1);
    List<ApprovalRecord> rows =
        database.get(
            tenant,
            jdbc ->
                jdbc.sql(sql.toString())
                    .params(params)
                    .query(Rows.body(ApprovalRecord.class))
                    .list());
    return Rows.page(rows, query.limit(), ApprovalRecord::id);
  }

  /** How many requests are open; for metrics. */
  public long countOpen(TenantId tenant) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql("SELECT count(*) FROM approval WHERE tenant = ? AND state = 'open'")
                .param(tenant.value())
                .query(Long.class)
                .single());
  }
}
