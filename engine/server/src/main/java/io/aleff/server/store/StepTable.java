package io.aleff.server.store;

import static io.aleff.server.database.TenantJdbc.json;

import io.aleff.runtime.port.StepRecord;
import io.aleff.runtime.port.StepStore;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.TenantJdbc;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Steps of runs. */
public final class StepTable implements StepStore {

  private final TenantJdbc database;
  private final HeldRuns held;

  public StepTable(TenantJdbc database) {
    this.database = database;
    held = new HeldRuns(database);
  }

  @Override
  public void insert(StepRecord step) {
    database.run(
        step.tenant(),
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO step (plan_revision, position, undoing, state, body, tenant, run, id)
                    VALUES (?, ?, ?, ?, ?::json, ?, ?, ?)""")
                .params(columns(step))
                .update());
    held.replaced(step.tenant(), step.run(), step.id(), step);
  }

  @Override
  public void update(StepRecord step) {
    if (held.update(step, () -> read(step.tenant(), step.run()))) {
      return;
    }
    database.run(
        step.tenant(),
        jdbc ->
            Rows.expectOne(
                jdbc.sql(
                        """
                        UPDATE step SET plan_revision = ?, position = ?, undoing = ?, state = ?,
                          body = ?::json
                        WHERE tenant = ? AND run = ? AND id = ?""")
                    .params(columns(step))
                    .update(),
                "step " + step.id()));
  }

  private static List<Object> columns(StepRecord step) {
    return List.of(
        step.planRevision(),
        step.position(),
        step.undoes() != null,
        step.state().text(),
        json(step),
        step.tenant().value(),
        step.run(),
        step.id());
  }

  @Override
  public void delete(TenantId tenant, String run, String step) {
    database.run(
        tenant,
        jdbc ->
            jdbc.sql("DELETE FROM step WHERE tenant = ? AND run = ? AND id = ?")
                .params(tenant.value(), run, step)
                .update());
    held.replaced(tenant, run, step, null);
  }

  @Override
  public @Nullable StepRecord find(TenantId tenant, String run, String step) {
    List<StepRecord> own = held.steps(tenant, run, () -> read(tenant, run));
    if (own != null) {
      return own.stream().filter(one -> one.id().equals(step)).findFirst().orElse(null);
    }
    return database.find(
        tenant,
        jdbc ->
            jdbc.sql("SELECT body FROM step WHERE tenant = ? AND run = ? AND id = ?")
                .params(tenant.value(), run, step)
                .query(Rows.body(StepRecord.class))
                .optional()
                .orElse(null));
  }

  @Override
  public List<StepRecord> ofRun(TenantId tenant, String run) {
    List<StepRecord> own = held.steps(tenant, run, () -> read(tenant, run));
    return own == null ? read(tenant, run) : own;
  }

  private List<StepRecord> read(TenantId tenant, String run) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    SELECT body FROM step WHERE tenant = ? AND run = ?
                    ORDER BY undoing, plan_revision, position, id""")
                .params(tenant.value(), run)
                .query(Rows.body(StepRecord.class))
                .list());
  }
}
