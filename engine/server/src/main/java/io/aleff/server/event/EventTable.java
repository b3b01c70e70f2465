package io.aleff.server.event;

import static io.aleff.server.database.TenantJdbc.json;
import static io.aleff.server.database.TenantJdbc.time;

import io.aleff.runtime.port.Events;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.Batch;
import io.aleff.server.database.TenantJdbc;
import io.aleff.server.database.TenantTransactions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * Events in PostgreSQL. They are collected during a transaction and written as the last thing
 * before its commit, so that the row lock which gives out the ids is held only for a moment and the
 * order of ids is the order of commits.
 */
public final class EventTable implements Events {

  /** Channel of {@code NOTIFY}; the payload is the tenant. */
  static final String CHANNEL = "aleff_event";

  private final TenantJdbc database;
  private final Clock clock;
  private final Consumer<List<Pending>> writer = this::write;

  public EventTable(TenantJdbc database, Clock clock) {
    this.database = database;
    this.clock = clock;
  }

  @Override
  public void publish(TenantId tenant, String type, ObjectNode data) {
    Pending event = new Pending(tenant, type, data);
    TenantTransactions transactions = database.transactions();
    transactions.run(() -> transactions.batch(Batch.EVENT, writer, event));
  }

  private void write(List<Pending> published) {
    String tenant = published.getFirst().tenant().value();
    List<Pending> events = newest(published);
    database.run(
        published.getFirst().tenant(),
        jdbc ->
            jdbc.sql(
                    """
                    WITH head AS (
                      INSERT INTO event_head AS h (tenant, last) VALUES (?, ?)
                      ON CONFLICT (tenant) DO UPDATE SET last = h.last + excluded.last
                      RETURNING last),
                    written AS (
                      INSERT INTO event (tenant, id, at, type, data)
                      SELECT ?, head.last - ? + one.place, ?, one.type, one.data::json
                      FROM head, unnest(?::text[], ?::text[])
                        WITH ORDINALITY AS one (type, data, place))
                    SELECT pg_notify(?, ?)""")
                .params(
                    tenant,
                    events.size(),
                    tenant,
                    events.size(),
                    time(clock.instant()),
                    events.stream().map(Pending::type).toArray(String[]::new),
                    events.stream().map(one -> json(one.data())).toArray(String[]::new),
                    CHANNEL,
                    tenant)
                .query((row, n) -> "")
                .list());
  }

  /** Of several states of one thing in a transaction, nobody else ever sees but the last. */
  private static List<Pending> newest(List<Pending> published) {
    Set<String> seen = new HashSet<>();
    List<Pending> kept = new ArrayList<>();
    for (Pending event : published.reversed()) {
      String thing =
          switch (event.type()) {
            case "run", "approval" -> event.data().path("id").asString("");
            case "step" -> event.data().path("runId").asString("") + "/" + event.data().path("id");
            default -> "";
          };
      if (thing.isEmpty() || seen.add(event.type() + " " + thing)) {
        kept.addFirst(event);
      }
    }
    return kept;
  }

  /** Events with a greater id, in order. */
  List<StoredEvent> after(TenantId tenant, long id, int limit) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    SELECT id, type, data FROM event WHERE tenant = ? AND id > ?
                    ORDER BY id LIMIT ?""")
                .params(tenant.value(), id, limit)
                .query(
                    (row, n) ->
                        new StoredEvent(
                            row.getLong("id"), row.getString("type"), row.getString("data")))
                .list());
  }

  /** Which ids there are. */
  Span span(TenantId tenant) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(
                    """
                    SELECT coalesce((SELECT min(id) FROM event WHERE tenant = :tenant), 0) AS first,
                      coalesce((SELECT last FROM event_head WHERE tenant = :tenant), 0) AS last""")
                .param("tenant", tenant.value())
                .query((row, n) -> new Span(row.getLong("first"), row.getLong("last")))
                .single());
  }

  /** Forgets what is older; a client that asks for it is told to start anew. */
  public int purge(TenantId tenant, Duration retention) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql("DELETE FROM event WHERE tenant = ? AND at < ?")
                .params(tenant.value(), time(clock.instant().minus(retention)))
                .update());
  }

  private record Pending(TenantId tenant, String type, ObjectNode data) {}

  /**
   * @param data JSON on one line
   */
  record StoredEvent(long id, String type, String data) {}

  /**
   * @param first smallest id that is kept; 0 when none is
   * @param last greatest id ever given out
   */
  record Span(long first, long last) {

    /** Whether everything after the cursor is still there. */
    boolean covers(long cursor) {
      return cursor == last || (cursor < last && first > 0 && cursor >= first - 1);
    }
  }
}
