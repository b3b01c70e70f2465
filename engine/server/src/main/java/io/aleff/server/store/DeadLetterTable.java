package io.aleff.server.store;

import static io.aleff.server.database.TenantJdbc.json;
import static io.aleff.server.database.TenantJdbc.time;
import static io.aleff.server.database.TenantJdbc.timeOrNull;
import static io.aleff.server.database.TenantJdbc.values;

import io.aleff.runtime.port.DeadLetterStore;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.TenantJdbc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps that only a person can decide about. */
public final class DeadLetterTable implements DeadLetterStore {

  private final TenantJdbc database;

  public DeadLetterTable(TenantJdbc database) {
    this.database = database;
  }

  @Override
  public void insert(DeadLetter letter) {
    database.run(
        letter.tenant(),
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO dead_letter (tenant, id, run, step, created_at, resolved_at, body)
                    VALUES (?, ?, ?, ?, ?, ?, ?::json)""")
                .params(
                    values(
                        letter.tenant().value(),
                        letter.id(),
                        letter.run(),
                        letter.step(),
                        time(letter.createdAt()),
                        timeOrNull(letter.resolvedAt()),
                        json(letter)))
                .update());
  }

  @Override
  public @Nullable DeadLetter find(TenantId tenant, String id) {
    return one(tenant, id, "");
  }

  @Override
  public @Nullable DeadLetter lock(TenantId tenant, String id) {
    return one(tenant, id, " FOR NO KEY UPDATE");
  }

  private @Nullable DeadLetter one(TenantId tenant, String id, String lock) {
    return database.find(
        tenant,
        jdbc ->
            jdbc.sql("SELECT body FROM dead_letter WHERE tenant = ? AND id = ?" + lock)
                .params(tenant.value(), id)
                .query(Rows.body(DeadLetter.class))
                .optional()
                .orElse(null));
  }

  @Override
  public void update(DeadLetter letter) {
    database.run(
        letter.tenant(),
        jdbc ->
            Rows.expectOne(
                jdbc.sql(
                        """
                        UPDATE dead_letter SET resolved_at = ?, body = ?::json
                        WHERE tenant = ? AND id = ?""")
                    .params(
                        values(
                            timeOrNull(letter.resolvedAt()),
                            json(letter),
                            letter.tenant().value(),
                            letter.id()))
                    .update(),
                "dead letter " + letter.id()));
  }

  @Override
  public List<DeadLetter> list(TenantId tenant, boolean all) {
    String open = all ? "" : " AND resolved_at IS NULL";
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(
                    "SELECT body FROM dead_letter WHERE tenant = ?"
                        + open
                        + " ORDER BY created_at, id LIMIT 1000")
                .param(tenant.value())
                .query(Rows.body(DeadLetter.class))
                .list());
  }
}
