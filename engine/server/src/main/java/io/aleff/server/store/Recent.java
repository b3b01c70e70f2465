package io.aleff.server.store;

import io.aleff.runtime.port.TenantId;
import io.aleff.server.database.TenantTransactions;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The newest rows of a table whose rows never change. A row is kept for others only when the
 * transaction that saw it has committed, so that nothing rolled back is ever found.
 */
final class Recent<T> {

  private final TenantTransactions transactions;
  private final Class<T> type;
  private final Map<Key, T> rows;

  private record Key(Class<?> type, TenantId tenant, String id) {}

  /** What the current transaction has seen. */
  private static final class Seen {
    private final Map<Key, Object> rows = new HashMap<>();
  }

  Recent(TenantTransactions transactions, Class<T> type, int most) {
    this.transactions = transactions;
    this.type = type;
    rows =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, T> eldest) {
            return size() > most;
          }
        };
  }

  /** The row, from memory or else by the reader. */
  @Nullable T find(TenantId tenant, String id, Supplier<@Nullable T> reader) {
    Key key = new Key(type, tenant, id);
    T known = known(key);
    if (known != null) {
      return known;
    }
    T row = reader.get();
    if (row != null) {
      saw(tenant, id, row);
    }
    return row;
  }

  /** To be called with a row that the current transaction has inserted. */
  void saw(TenantId tenant, String id, T row) {
    Key key = new Key(type, tenant, id);
    Seen seen = transactions.attached(Seen.class, Seen::new);
    if (seen != null) {
      seen.rows.put(key, row);
    }
    transactions.afterCommit(() -> keep(key, row));
  }

  private @Nullable T known(Key key) {
    Seen seen = transactions.attached(Seen.class, Seen::new);
    Object own = seen == null ? null : seen.rows.get(key);
    if (own != null) {
      return type.cast(own);
    }
    synchronized (rows) {
      return rows.get(key);
    }
  }

  private void keep(Key key, T row) {
    synchronized (rows) {
      rows.put(key, row);
    }
  }
}
