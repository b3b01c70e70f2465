package io.aleff.server.health;

import io.aleff.runtime.port.RunState;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.TenantJdbc;
import io.aleff.server.store.ApprovalTable;
import io.aleff.server.store.AuditTable;
import io.aleff.server.store.DeadLetterTable;
import io.aleff.server.store.RunTable;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** What the tables say, as gauges over all tenants. Read from the database at most every 5 s. */
@Component
class RuntimeMetrics {

  private static final Logger LOG = LoggerFactory.getLogger(RuntimeMetrics.class);
  private static final Duration FRESH = Duration.ofSeconds(5);

  private final TenantJdbc database;
  private final RunTable runs;
  private final ApprovalTable approvals;
  private final DeadLetterTable letters;
  private final AuditTable audit;
  private final Clock clock;
  private Snapshot snapshot = new Snapshot(Instant.MIN, Map.of(), 0, 0, 0);

  RuntimeMetrics(
      MeterRegistry registry,
      TenantJdbc database,
      RunTable runs,
      ApprovalTable approvals,
      DeadLetterTable letters,
      AuditTable audit,
      Clock clock) {
    this.database = database;
    this.runs = runs;
    this.approvals = approvals;
    this.letters = letters;
    this.audit = audit;
    this.clock = clock;
    for (RunState state : RunState.values()) {
      Gauge.builder("aleff.runs", this, m -> m.now().runs().getOrDefault(state, 0L))
          .description("Runs by state")
          .tag("state", state.text())
          .register(registry);
    }
    gauge(registry, "aleff.approvals.open", "Requests that wait for people", Snapshot::open);
    gauge(registry, "aleff.dead.letters", "Steps that only a person can decide", Snapshot::dead);
    gauge(registry, "aleff.audit.seq", "Events in the audit trails", Snapshot::audited);
  }

  private void gauge(
      MeterRegistry registry, String name, String words, ToDoubleFunction<Snapshot> value) {
    Gauge.builder(name, this, m -> value.applyAsDouble(m.now()))
        .description(words)
        .register(registry);
  }

  private synchronized Snapshot now() {
    Instant now = clock.instant();
    if (snapshot.at().isBefore(now.minus(FRESH))) {
      try {
        snapshot = read(now);
      } catch (DataAccessException | TransactionException e) {
        LOG.warn("The metrics are old, because the database does not answer.");
      }
    }
    return snapshot;
  }

  private Snapshot read(Instant now) {
    Map<RunState, Long> byState = new EnumMap<>(RunState.class);
    long open = 0;
    long dead = 0;
    long audited = 0;
    for (TenantId tenant : database.tenants()) {
      runs.countByState(tenant).forEach((state, n) -> byState.merge(state, n, Long::sum));
      open += approvals.countOpen(tenant);
      dead += letters.list(tenant, false).size();
      var head = audit.head(tenant);
      audited += head == null ? 0 : head.seq();
    }
    return new Snapshot(now, byState, open, dead, audited);
  }

  private record Snapshot(
      Instant at, Map<RunState, Long> runs, double open, double dead, double audited) {}
}
