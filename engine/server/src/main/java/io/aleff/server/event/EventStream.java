package io.aleff.server.event;

import io.aleff.runtime.port.TenantId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/**
 * One open stream. It reads events from the table at its own pace, so a slow client costs nobody
 * else anything, and sleeps until the bell rings.
 */
final class EventStream implements Runnable {

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);
  private static final int BATCH = 500;

  private final TenantId tenant;
  private final EventTable events;
  private final SseEmitter emitter;
  private final Semaphore bell;
  private final Duration heartbeat;
  private final Access access;
  private long cursor;
  private volatile boolean closed;

  /** Whether the reader may still read; asked at every heartbeat. */
  @FunctionalInterface
  interface Access {
    boolean granted();
  }

  EventStream(
      TenantId tenant,
      EventTable events,
      SseEmitter emitter,
      Semaphore bell,
      Duration heartbeat,
      Access access,
      long cursor) {
    this.tenant = tenant;
    this.events = events;
    this.emitter = emitter;
    this.bell = bell;
    this.heartbeat = heartbeat;
    this.access = access;
    this.cursor = cursor;
  }

  void close() {
    closed = true;
    bell.release();
  }

  @Override
  public void run() {
    try {
      while (!closed) {
        if (!forward()) {
          idle();
        }
      }
      emitter.complete();
    } catch (IOException | IllegalStateException e) {
      LOG.debug("A client of the event stream went away.", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      emitter.complete();
    } catch (RuntimeException e) {
      LOG.warn("An event stream ends; the client will come back.", e);
      emitter.complete();
    }
  }

  /** Sends what is new; false when nothing is. */
  private boolean forward() throws IOException {
    bell.drainPermits();
    List<EventTable.StoredEvent> news = events.after(tenant, cursor, BATCH);
    for (EventTable.StoredEvent event : news) {
      emitter.send(
          SseEmitter.event().id(Long.toString(event.id())).name(event.type()).data(event.data()));
      cursor = event.id();
    }
    return !news.isEmpty();
  }

  private void idle() throws InterruptedException, IOException {
    boolean rung = bell.tryAcquire(heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    if (!rung && !closed) {
      if (!access.granted()) {
        closed = true;
        return;
      }
      emitter.send(SseEmitter.event().comment("alive"));
    }
  }
}
