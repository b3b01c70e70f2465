package io.aleff.server.event;

import io.aleff.runtime.port.TenantId;
import io.aleff.server.config.AleffSettings;
import io.aleff.server.security.Account;
import io.aleff.server.security.Accounts;
import io.aleff.server.security.CurrentAccount;
import io.aleff.server.web.ProblemException;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.SseEmitter;

/** The one stream of live events for a browser tab or a program. */
@RestController
class EventController {

  private final EventTable events;
  private final EventAnnouncements announcements;
  private final Accounts accounts;
  private final AleffSettings.Events settings;
  private final Set<EventStream> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

  EventController(
      EventTable events,
      EventAnnouncements announcements,
      Accounts accounts,
      AleffSettings settings) {
    this.events = events;
    this.announcements = announcements;
    this.accounts = accounts;
    this.settings = settings.events();
  }

  /**
   * @param lastId where the client stopped reading; without it the stream starts now
   */
  @GetMapping(path = "/api/v1/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  ResponseEntity<SseEmitter> stream(
      CurrentAccount sender,
      @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastId)
      throws IOException {
    Account account = sender.account();
    String key = account.tenant() + "/" + account.username();
    Semaphore free = places.computeIfAbsent(key, k -> new Semaphore(settings.maxStreams()));
    if (!free.tryAcquire()) {
      throw new ProblemException(
          HttpStatus.TOO_MANY_REQUESTS,
          "too-many-streams",
          "At most " + settings.maxStreams() + " event streams may be open for one user.");
    }
    SseEmitter emitter = new SseEmitter(0L);
    Thread.ofPlatform()
        .daemon()
        .name("events-" + key)
        .start(() -> serve(account, lastId, emitter, free));
    return ResponseEntity.ok()
        .header("X-Accel-Buffering", "no")
        .header("Cache-Control", "no-store")
        .body(emitter);
  }

  private void serve(
      Account account, @Nullable String lastId, SseEmitter emitter, Semaphore place) {
    Semaphore bell = new Semaphore(0);
    TenantId tenant = account.tenant();
    announcements.subscribe(tenant, bell);
    try {
      EventStream stream =
          new EventStream(
              tenant,
              events,
              emitter,
              bell,
              settings.heartbeat(),
              () -> accounts.find(tenant, account.username()).isPresent(),
              start(tenant, lastId, emitter));
      open.add(stream);
      emitter.onCompletion(stream::close);
      emitter.onError(e -> stream.close());
      try {
        stream.run();
      } finally {
        open.remove(stream);
      }
    } catch (IOException | IllegalStateException e) {
      emitter.completeWithError(e);
    } finally {
      announcements.unsubscribe(tenant, bell);
      place.release();
    }
  }

  /** The cursor to read after; tells the client when there is a hole that it must fill itself. */
  private long start(TenantId tenant, @Nullable String lastId, SseEmitter emitter)
      throws IOException {
    EventTable.Span span = events.span(tenant);
    long cursor = lastId == null ? span.last() : parse(lastId);
    if (span.covers(cursor)) {
      emitter.send(SseEmitter.event().comment("connected"));
      return cursor;
    }
    emitter.send(SseEmitter.event().id(Long.toString(span.last())).name("reset").data("{}"));
    return span.last();
  }

  private static long parse(String lastId) {
    try {
      return Long.parseLong(lastId.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** Told before the web server waits for its requests; open streams would keep it waiting. */
  @EventListener(ContextClosedEvent.class)
  void close() {
    open.forEach(EventStream::close);
  }
}
