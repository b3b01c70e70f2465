package io.aleff.server.store;

import static io.aleff.server.database.TenantJdbc.json;
import static io.aleff.server.database.TenantJdbc.storable;
import static io.aleff.server.database.TenantJdbc.time;

import io.aleff.runtime.port.DecisionRecord;
import io.aleff.runtime.port.DecisionStore;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.TenantJdbc;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Recorded decisions. The service's role may insert and read them, nothing else. */
public final class DecisionTable implements DecisionStore {

  private static final int MOST_RECENT = 200;

  private final TenantJdbc database;
  private final Consumer<DecisionRecord> observer;
  private final Recent<DecisionRecord> recent;

  /**
   * @param observer told of each decision; for metrics
   */
  public DecisionTable(TenantJdbc database, Consumer<DecisionRecord> observer) {
    this.database = database;
    this.observer = observer;
    recent = new Recent<>(database.transactions(), DecisionRecord.class, MOST_RECENT);
  }

  @Override
  public void insert(DecisionRecord decision) {
    database.run(
        decision.tenant(),
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO decision (tenant, id, run, step, attempt, action_digest, release,
                      policy_digest, requester, connector, operation, verdict, took_micros, at,
                      body)
                    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?::json)""")
                .params(
                    decision.tenant().value(),
                    decision.id(),
                    decision.run(),
                    decision.step(),
                    decision.attempt(),
                    decision.actionDigest(),
                    decision.release(),
                    decision.decision().policyDigest(),
                    word(decision, "actor", "requester"),
                    word(decision, "action", "connector"),
                    word(decision, "action", "operation"),
                    decision.decision().verdict().name().toLowerCase(Locale.ROOT),
                    decision.decision().took().toNanos() / 1_000,
                    time(decision.at()),
                    json(decision))
                .update());
    recent.saw(decision.tenant(), decision.id(), decision);
    observer.accept(decision);
  }

  private static String word(DecisionRecord decision, String part, String name) {
    return storable(decision.decision().input().path(part).path(name).asString(""));
  }

  @Override
  public @Nullable DecisionRecord find(TenantId tenant, String id) {
    return recent.find(tenant, id, () -> read(tenant, id));
  }

  private @Nullable DecisionRecord read(TenantId tenant, String id) {
    return database.find(
        tenant,
        jdbc ->
            jdbc.sql("SELECT body FROM decision WHERE tenant = ? AND id = ?")
                .params(tenant.value(), id)
                .query(Rows.body(DecisionRecord.class))
                .optional()
                .orElse(null));
  }

  @Override
  public List<DecisionRecord> ofRun(TenantId tenant, String run) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql("SELECT body FROM decision WHERE tenant = ? AND run = ? ORDER BY seq")
                .params(tenant.value(), run)
                .query(Rows.body(DecisionRecord.class))
                .list());
  }
}
