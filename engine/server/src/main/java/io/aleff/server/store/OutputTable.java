package io.aleff.server.store;

import static io.aleff.server.database.TenantJdbc.storable;
import static io.aleff.server.database.TenantJdbc.time;

import io.aleff.runtime.port.OutputStore;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.TenantJdbc;
import java.util.List;

/** What the steps printed. */
public final class OutputTable implements OutputStore {

  private final TenantJdbc database;

  public OutputTable(TenantJdbc database) {
    this.database = database;
  }

  @Override
  public void append(TenantId tenant, String run, String step, List<Chunk> chunks) {
    database.run(
        tenant,
        jdbc -> {
          for (Chunk chunk : chunks) {
            jdbc.sql(
                    "INSERT INTO output (tenant, run, step, at, stream, text) VALUES (?, ?, ?, ?, ?, ?)")
                .params(
                    tenant.value(),
                    run,
                    step,
                    time(chunk.at()),
                    chunk.stream(),
                    storable(chunk.text()))
                .update();
          }
        });
  }

  @Override
  public List<Chunk> of(TenantId tenant, String run, String step) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    SELECT id, at, stream, text FROM output
                    WHERE tenant = ? AND run = ? AND step = ? ORDER BY id""")
                .params(tenant.value(), run, step)
                .query(
                    (row, n) ->
                        new Chunk(
                            row.getLong("id"),
                            time(row, "at"),
                            row.getString("stream"),
                            row.getString("text")))
                .list());
  }
}
