package io.aleff.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.definition.Json;
import io.aleff.runtime.audit.AuditChain;
import io.aleff.runtime.audit.AuditVerifier;
import io.aleff.runtime.port.Signer;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.dao.DataAccessException;

class AuditTableTest {

  private final TestDatabase database = TestDatabase.shared();
  private final AuditTable audit = new AuditTable(database.jdbc());
  private final TenantId tenant = TestDatabase.newTenant();

  @Test
  void eventsAppendedAtOnceFormOneChain() throws InterruptedException {
    try (ExecutorService threads = Executors.newFixedThreadPool(6)) {
      IntStream.range(0, 60).forEach(i -> threads.execute(() -> append("e" + i)));
      threads.shutdown();
      assertThat(threads.awaitTermination(60, TimeUnit.SECONDS)).isTrue();
    }

    assertThat(audit.read(tenant, 0, 100).stream().map(AuditChain.Link::seq))
        .containsExactlyElementsOf(LongStream.rangeClosed(1, 60).boxed().toList());
    assertThat(verify().valid()).isTrue();
  }

  @Test
  void eventsOfOneTransactionKeepTheirOrder() {
    database.jdbc().transactions().run(() -> IntStream.range(0, 5).forEach(i -> append("e" + i)));

    assertThat(audit.read(tenant, 0, 10).stream().map(link -> link.json().get("type").asString()))
        .containsExactly("e0", "e1", "e2", "e3", "e4");
    assertThat(verify().valid()).isTrue();
  }

  @Test
  void aTransactionThatIsRolledBackLeavesNoEvent() {
    assertThatThrownBy(
            () ->
                database
                    .jdbc()
                    .transactions()
                    .run(
                        () -> {
                          append("lost");
                          throw new IllegalStateException("rolled back");
                        }))
        .isInstanceOf(IllegalStateException.class);

    append("kept");
    assertThat(audit.read(tenant, 0, 10)).hasSize(1);
    assertThat(verify().valid()).isTrue();
  }

  @Test
  void oneChangedByteIsNamed() throws SQLException {
    IntStream.range(0, 5).forEach(i -> append("e" + i));

    database.tamper(
        "UPDATE audit_event SET event = replace(event, 'e2', 'e7') WHERE tenant = '"
            + tenant
            + "' AND seq = 3");

    AuditVerifier.Verification found = verify();
    assertThat(found.valid()).isFalse();
    assertThat(found.brokenAt()).isEqualTo(3);
  }

  @Test
  void aMissingLastEventIsNoticed() throws SQLException {
    IntStream.range(0, 3).forEach(i -> append("e" + i));

    database.tamper("DELETE FROM audit_event WHERE tenant = '" + tenant + "' AND seq = 3");

    assertThat(verify().valid()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit_event SET event = 'x'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "UPDATE decision SET verdict = 'allow'",
        "DELETE FROM decision",
        "UPDATE execution_grant SET body = 'x'",
        "UPDATE release SET archive = ''",
        "DELETE FROM audit_seal",
        "ALTER TABLE audit_event DISABLE ROW LEVEL SECURITY",
        "DROP TABLE audit_event"
      })
  void theServicesRoleCannotRewriteHistory(String sql) {
    append("e");

    assertThatThrownBy(() -> database.jdbc().run(tenant, jdbc -> jdbc.sql(sql).update()))
        .isInstanceOf(DataAccessException.class);
  }

  private void append(String type) {
    audit.append(
        tenant,
        new AuditChain.Entry(
            Instant.EPOCH, type, "tester", null, null, null, "s", Json.MAPPER.createObjectNode()));
  }

  private AuditVerifier.Verification verify() {
    AuditVerifier verifier = new AuditVerifier(tenant, List.of(), new NoSigner());
    audit.read(tenant, 0, 1_000).forEach(verifier::accept);
    return verifier.finish(audit.head(tenant));
  }

  private static final class NoSigner implements Signer {

    @Override
    public String keyId() {
      return "none";
    }

    @Override
    public byte[] sign(byte[] message) {
      return new byte[0];
    }

    @Override
    public boolean verify(String keyId, byte[] message, byte[] signature) {
      return false;
    }
  }
}
