package io.aleff.server.database;

import io.aleff.definition.Json;
import io.aleff.runtime.port.TenantId;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The one way to the tables: within a transaction, for one tenant. */
public final class TenantJdbc {

  private final TenantTransactions transactions;
  private final JdbcClient jdbc;

  public TenantJdbc(TenantTransactions transactions, DataSource source) {
    this.transactions = transactions;
    this.jdbc = JdbcClient.create(source);
  }

  public TenantTransactions transactions() {
    return transactions;
  }

  /** Runs queries that may have no result. */
  public <T> @Nullable T find(TenantId tenant, Function<JdbcClient, @Nullable T> work) {
    List<T> found =
        get(
            tenant,
            client -> {
              @Nullable T one = work.apply(client);
              return one == null ? List.of() : List.of(one);
            });
    return found.isEmpty() ? null : found.getFirst();
  }

  /** Runs queries that have a result. */
  public <T> T get(TenantId tenant, Function<JdbcClient, T> work) {
    return transactions.required(
        () -> {
          transactions.enter(tenant.value());
          return work.apply(jdbc);
        });
  }

  /** Runs statements. */
  public void run(TenantId tenant, Consumer<JdbcClient> work) {
    transactions.run(
        () -> {
          transactions.enter(tenant.value());
          work.accept(jdbc);
        });
  }

  /** Ids of all tenants. */
  public List<TenantId> tenants() {
    return transactions.requiresNew(
        () -> {
          transactions.enter("*");
          return jdbc
              .sql("SELECT tenant FROM tenant ORDER BY tenant")
              .query(String.class)
              .list()
              .stream()
              .map(TenantId::new)
              .toList();
        });
  }

  /** A moment as the driver wants it. */
  public static OffsetDateTime time(Instant at) {
    return at.atOffset(ZoneOffset.UTC);
  }

  /** A moment that may be missing, as the driver wants it. */
  public static @Nullable OffsetDateTime timeOrNull(@Nullable Instant at) {
    return at == null ? null : time(at);
  }

  /** Parameters of which some may be null. */
  public static List<@Nullable Object> values(@Nullable Object... values) {
    return Arrays.asList(values);
  }

  /** A moment that may be missing. */
  public static @Nullable Instant timeOrNull(ResultSet row, String column) throws SQLException {
    OffsetDateTime at = row.getObject(column, OffsetDateTime.class);
    return at == null ? null : at.toInstant();
  }

  /** A moment of a column that is never null. */
  public static Instant time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  public static List<String> texts(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return Arrays.stream((Object[]) array.getArray()).map(String.class::cast).toList();
  }

  public static String[] array(Collection<String> texts) {
    return texts.toArray(String[]::new);
  }

  /** Text without the one character that PostgreSQL cannot store. */
  public static String storable(String text) {
    return text.indexOf('\0') < 0 ? text : text.replace('\0', '\uFFFD');
  }

  public static String json(Object value) {
    return Json.MAPPER.writeValueAsString(value);
  }
}
