package io.aleff.server.store;

import static io.aleff.server.database.TenantJdbc.time;
import static io.aleff.server.database.TenantJdbc.timeOrNull;
import static io.aleff.server.database.TenantJdbc.values;

import io.aleff.runtime.port.GrantStore;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.TenantJdbc;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Execution grants. Only {@code used_at} can be changed, and only once. */
public final class GrantTable implements GrantStore {

  private final TenantJdbc database;

  public GrantTable(TenantJdbc database) {
    this.database = database;
  }

  @Override
  public void insert(GrantRecord grant) {
    database.run(
        grant.tenant(),
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO execution_grant
                      (tenant, nonce, run, step, attempt, body, signature, expires, used_at)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(
                    values(
                        grant.tenant().value(),
                        grant.nonce(),
                        grant.run(),
                        grant.step(),
                        grant.attempt(),
                        grant.text(),
                        grant.signature(),
                        time(grant.expires()),
                        timeOrNull(grant.usedAt())))
                .update());
  }

  @Override
  public @Nullable GrantRecord newest(TenantId tenant, String run, String step) {
    return database.find(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    SELECT * FROM execution_grant WHERE tenant = ? AND run = ? AND step = ?
                    ORDER BY seq DESC LIMIT 1""")
                .params(tenant.value(), run, step)
                .query(
                    (row, n) ->
                        new GrantRecord(
                            tenant,
                            row.getString("nonce"),
                            run,
                            step,
                            row.getInt("attempt"),
                            row.getString("body"),
                            row.getString("signature"),
                            time(row, "expires"),
                            timeOrNull(row, "used_at")))
                .optional()
                .orElse(null));
  }

  @Override
  public boolean use(TenantId tenant, String nonce, Instant at) {
    return database.get(
            tenant,
            jdbc ->
                jdbc.sql(
                        """
                        UPDATE execution_grant SET used_at = ?
                        WHERE tenant = ? AND nonce = ? AND used_at IS NULL""")
                    .params(time(at), tenant.value(), nonce)
                    .update())
        == 1;
  }
}
