package io.aleff.server.event;

import io.aleff.runtime.port.TenantId;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Wakes the streams of this node when any node has committed events. One connection listens; when
 * it breaks all streams are woken, since they read from the table anyway.
 */
public final class EventAnnouncements implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(EventAnnouncements.class);
  private static final int POLL_MILLIS = 5_000;

  private final DataSource source;
  private final Map<String, Set<Semaphore>> listeners = new ConcurrentHashMap<>();
  private final Thread thread;
  private volatile boolean closed;
  private volatile @Nullable Connection connection;

  /**
   * @param source makes a connection that is kept as long as this object
   */
  public EventAnnouncements(DataSource source) {
    this.source = source;
    this.thread = Thread.ofPlatform().name("aleff-events").daemon().start(this::listen);
  }

  /** The semaphore gets permits whenever there may be news for the tenant. */
  void subscribe(TenantId tenant, Semaphore bell) {
    listeners.computeIfAbsent(tenant.value(), t -> ConcurrentHashMap.newKeySet()).add(bell);
  }

  void unsubscribe(TenantId tenant, Semaphore bell) {
    listeners.getOrDefault(tenant.value(), Set.of()).remove(bell);
  }

  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    try {
      Connection open = connection;
      if (open != null) {
        open.abort(Runnable::run);
      }
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (SQLException e) {
      LOG.debug("The listening connection was broken already.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void listen() {
    while (!closed) {
      try (Connection own = source.getConnection()) {
        connection = own;
        try (Statement statement = own.createStatement()) {
          statement.execute("LISTEN " + EventTable.CHANNEL);
        }
        listeners.keySet().forEach(this::ring);
        receive(own.unwrap(PGConnection.class));
      } catch (SQLException e) {
        if (!closed) {
          LOG.warn("Events are polled for a while: {}", e.getMessage());
          pause();
          listeners.keySet().forEach(this::ring);
        }
      }
    }
  }

  private void receive(PGConnection own) throws SQLException {
    while (!closed) {
      PGNotification[] news = own.getNotifications(POLL_MILLIS);
      if (news != null) {
        for (PGNotification one : news) {
          ring(one.getParameter());
        }
      }
    }
  }

  private void ring(String tenant) {
    listeners.getOrDefault(tenant, Set.of()).forEach(Semaphore::release);
  }

  private void pause() {
    try {
      TimeUnit.SECONDS.sleep(1);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      closed = true;
    }
  }
}
