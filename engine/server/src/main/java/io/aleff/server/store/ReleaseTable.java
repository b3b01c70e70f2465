package io.aleff.server.store;

import static io.aleff.server.database.TenantJdbc.time;
import static io.aleff.server.database.TenantJdbc.values;

import io.aleff.runtime.port.ReleaseStore;
import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.TenantJdbc;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Releases of definitions. Archives are immutable; the pointer to the active one is one row. */
public final class ReleaseTable implements ReleaseStore {

  private static final String SELECT =
      """
      SELECT r.digest, r.created_at, r.created_by, r.message, r.files,
        EXISTS (SELECT 1 FROM active_release p JOIN activation a
          ON a.tenant = p.tenant AND a.id = p.activation
          WHERE p.tenant = r.tenant AND a.digest = r.digest) AS active
      FROM release r WHERE r.tenant = ?""";

  private static final String ACTIVE =
      """
      SELECT a.id, a.digest, a.parent FROM active_release p
      JOIN activation a ON a.tenant = p.tenant AND a.id = p.activation WHERE p.tenant = ?""";

  private final TenantJdbc database;

  public ReleaseTable(TenantJdbc database) {
    this.database = database;
  }

  @Override
  public void insert(ReleaseRecord release, byte[] archive) {
    database.run(
        release.tenant(),
        jdbc ->
            jdbc.sql(
                    """
                    INSERT INTO release (tenant, digest, created_at, created_by, message, files, archive)
                    VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (tenant, digest) DO NOTHING""")
                .params(
                    values(
                        release.tenant().value(),
                        release.digest(),
                        time(release.createdAt()),
                        release.createdBy(),
                        release.message(),
                        release.files(),
                        archive))
                .update());
  }

  @Override
  public List<ReleaseRecord> list(TenantId tenant) {
    return database.get(
        tenant,
        jdbc ->
            jdbc.sql(SELECT + " ORDER BY r.created_at DESC, r.digest LIMIT 1000")
                .param(tenant.value())
                .query((row, n) -> read(tenant, row))
                .list());
  }

  @Override
  public @Nullable ReleaseRecord find(TenantId tenant, String digest) {
    return database.find(
        tenant,
        jdbc ->
            jdbc.sql(SELECT + " AND r.digest = ?")
                .params(tenant.value(), digest)
                .query((row, n) -> read(tenant, row))
                .optional()
                .orElse(null));
  }

  private static ReleaseRecord read(TenantId tenant, ResultSet row) throws SQLException {
    return new ReleaseRecord(
        tenant,
        row.getString("digest"),
        time(row, "created_at"),
        row.getString("created_by"),
        row.getString("message"),
        row.getBoolean("active"),
        row.getInt("files"));
  }

  @Override
  public byte @Nullable [] archive(TenantId tenant, String digest) {
    List<byte[]> found =
        database.get(
            tenant,
            jdbc ->
                jdbc.sql("SELECT archive FROM release WHERE tenant = ? AND digest = ?")
                    .params(tenant.value(), digest)
                    .query((row, n) -> row.getBytes("archive"))
                    .list());
    return found.isEmpty() ? null : found.getFirst();
  }

  @Override
  public @Nullable String active(TenantId tenant) {
    return database.find(
        tenant,
        jdbc -> {
          Activation current = current(jdbc, tenant, "");
          return current == null ? null : current.digest();
        });
  }

  @Override
  public @Nullable String previous(TenantId tenant) {
    return database.find(
        tenant,
        jdbc -> {
          Activation current = current(jdbc, tenant, "");
          return current == null ? null : digestOf(jdbc, tenant, current.parent());
        });
  }

  /**
   * Going back to the release before takes it from the stack, so a second rollback goes further.
   */
  @Override
  public void activate(TenantId tenant, String digest, String by, Instant at) {
    database.run(
        tenant,
        jdbc -> {
          Activation current = current(jdbc, tenant, " FOR UPDATE OF p");
          if (current != null && current.digest().equals(digest)) {
            return;
          }
          Long before = current == null ? null : current.parent();
          boolean back = digest.equals(digestOf(jdbc, tenant, before));
          Long target =
              back
                  ? Objects.requireNonNull(before)
                  : push(jdbc, tenant, digest, current == null ? null : current.id(), by, at);
          jdbc.sql(
                  """
                  INSERT INTO active_release (tenant, activation) VALUES (?, ?)
                  ON CONFLICT (tenant) DO UPDATE SET activation = excluded.activation""")
              .params(tenant.value(), target)
              .update();
        });
  }

  private static long push(
      JdbcClient jdbc,
      TenantId tenant,
      String digest,
      @Nullable Long parent,
      String by,
      Instant at) {
    return jdbc.sql(
            """
            INSERT INTO activation (tenant, digest, parent, activated_by, activated_at)
            VALUES (?, ?, ?, ?, ?) RETURNING id""")
        .params(values(tenant.value(), digest, parent, by, time(at)))
        .query(Long.class)
        .single();
  }

  private static @Nullable Activation current(JdbcClient jdbc, TenantId tenant, String lock) {
    return jdbc.sql(ACTIVE + lock)
        .param(tenant.value())
        .query(
            (row, n) ->
                new Activation(
                    row.getLong("id"),
                    row.getString("digest"),
                    row.getObject("parent", Long.class)))
        .optional()
        .orElse(null);
  }

  private static @Nullable String digestOf(
      JdbcClient jdbc, TenantId tenant, @Nullable Long activation) {
    return activation == null
        ? null
        : jdbc.sql("SELECT digest FROM activation WHERE tenant = ? AND id = ?")
            .params(tenant.value(), activation)
            .query(String.class)
            .optional()
            .orElse(null);
  }

  @Override
  public List<TenantId> tenants() {
    return database.tenants().stream()
        .filter(tenant -> database.transactions().requiresNew(() -> active(tenant) != null))
        .toList();
  }

  private record Activation(long id, String digest, @Nullable Long parent) {}
}
