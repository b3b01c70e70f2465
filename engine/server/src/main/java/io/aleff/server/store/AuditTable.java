package io.aleff.server.store;

import static io.aleff.server.database.TenantJdbc.time;

import io.aleff.runtime.audit.AuditChain;
import io.aleff.runtime.port.AuditLog;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.Batch;
import io.aleff.server.database.TenantJdbc;
import io.aleff.server.database.TenantTransactions;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The audit chain. Events are appended under a lock on the tenant's head row, as the last thing of
 * a transaction, so that others wait for its commit only; the service's role has no right to change
 * or delete one.
 */
public final class AuditTable implements AuditLog {

  /** Number and hash are those of the head row, so that a missing last event is noticed. */
  private static final String HEAD =
      """
      SELECT h.seq, h.hash, e.run, coalesce(e.event, '') AS event,
        coalesce(e.previous_hash, '') AS previous_hash
      FROM audit_head h LEFT JOIN audit_event e ON e.tenant = h.tenant AND e.seq = h.seq
      WHERE h.tenant = ? AND h.seq > 0\
      """;

  private final TenantJdbc database;
  private final Consumer<List<Pending>> writer = this::write;

  private record Pending(TenantId tenant, AuditChain.Entry entry) {}

  public AuditTable(TenantJdbc database) {
    this.database = database;
  }

  @Override
  public void append(TenantId tenant, AuditChain.Entry entry) {
    TenantTransactions transactions = database.transactions();
    transactions.run(() -> transactions.batch(Batch.AUDIT, writer, new Pending(tenant, entry)));
  }

  private void write(List<Pending> entries) {
    TenantId tenant = entries.getFirst().tenant();
    database.run(
        tenant,
        jdbc -> {
          AuditChain.Link head = locked(jdbc, tenant);
          if (head == null) {
            jdbc.sql(
                    """
                    INSERT INTO audit_head (tenant, seq, hash) VALUES (?, 0, ?)
                    ON CONFLICT (tenant) DO NOTHING\
                    """)
                .params(tenant.value(), AuditChain.GENESIS)
                .update();
            head = locked(jdbc, tenant);
          }
          List<AuditChain.Link> links = new ArrayList<>();
          for (Pending one : entries) {
            head = AuditChain.next(tenant, head, one.entry());
            links.add(head);
          }
          store(jdbc, tenant, links, entries);
        });
  }

  private static AuditChain.@Nullable Link locked(JdbcClient jdbc, TenantId tenant) {
    return jdbc.sql(
            """
            SELECT seq, hash, NULL AS run, '' AS event, '' AS previous_hash FROM audit_head
            WHERE tenant = ? AND seq > 0 FOR UPDATE\
            """)
        .param(tenant.value())
        .query((row, n) -> link(tenant, row))
        .optional()
        .orElse(null);
  }

  private static void store(
      JdbcClient jdbc, TenantId tenant, List<AuditChain.Link> links, List<Pending> entries) {
    jdbc.sql(
            """
            WITH head AS (UPDATE audit_head SET seq = ?, hash = ? WHERE tenant = ?)
            INSERT INTO audit_event (tenant, seq, run, event, previous_hash, hash)
            SELECT ?, one.* FROM
              unnest(?::bigint[], ?::text[], ?::text[], ?::text[], ?::text[]) AS one\
            """)
        .params(
            links.getLast().seq(),
            links.getLast().hash(),
            tenant.value(),
            tenant.value(),
            links.stream().map(AuditChain.Link::seq).toArray(Long[]::new),
            entries.stream().map(one -> one.entry().run()).toArray(String[]::new),
            links.stream().map(AuditChain.Link::event).toArray(String[]::new),
            links.stream().map(AuditChain.Link::previousHash).toArray(String[]::new),
            links.stream().map(AuditChain.Link::hash).toArray(String[]::new))
        .update();
  }

  @Override
  public AuditChain.@Nullable Link head(TenantId tenant) {
    return database.find(
        tenant,
        jdbc ->
            jdbc.sql(HEAD)
                .param(tenant.value())
                .query((row, n) -> link(tenant, row))
                .optional()
                .orElse(null));
  }

  @Override
  public List<AuditChain.Link> read(TenantId tenant, long after, int limit) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql("SELECT * FROM audit_event WHERE tenant = ? AND seq > ? ORDER BY seq LIMIT ?")
                .params(tenant.value(), after, limit)
                .query((row, n) -> link(tenant, row))
                .list());
  }

  @Override
  public List<AuditChain.Link> ofRun(TenantId tenant, String run, long after, int limit) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    SELECT * FROM audit_event WHERE tenant = ? AND run = ? AND seq > ?
                    ORDER BY seq LIMIT ?\
                    """)
                .params(tenant.value(), run, after, limit)
                .query((row, n) -> link(tenant, row))
                .list());
  }

  private static AuditChain.Link link(TenantId tenant, ResultSet row) throws SQLException {
    return new AuditChain.Link(
        tenant,
        row.getLong("seq"),
        row.getString("run"),
        row.getString("event"),
        row.getString("previous_hash"),
        row.getString("hash"));
  }

  @Override
  public void seal(TenantId tenant, AuditChain.Seal seal) {
    database.run(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO audit_seal (tenant, seq, hash, at, key_id, signature)
                    VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, seq) DO NOTHING\
                    """)
                .params(
                    tenant.value(),
                    seal.seq(),
                    seal.hash(),
                    time(seal.at()),
                    seal.keyId(),
                    seal.signature())
                .update());
  }

  @Override
  public List<AuditChain.Seal> seals(TenantId tenant) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql("SELECT * FROM audit_seal WHERE tenant = ? ORDER BY seq")
                .param(tenant.value())
                .query(
                    (row, n) ->
                        new AuditChain.Seal(
                            tenant,
                            row.getLong("seq"),
                            row.getString("hash"),
                            time(row, "at"),
                            row.getString("key_id"),
                            row.getString("signature")))
                .list());
  }
}
