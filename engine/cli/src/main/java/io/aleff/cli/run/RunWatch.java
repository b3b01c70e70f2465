package io.aleff.cli.run;

import io.aleff.cli.client.AleffClient;
import io.aleff.cli.client.EventStream;
import io.aleff.cli.client.ServerEvent;
import io.aleff.cli.terminal.Terminal;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/**
 * Follows a run until it ends. Events make it quick; the state, asked for after every connection
 * and every quiet while, makes it right.
 */
final class RunWatch {

  private static final Set<String> FINAL = Set.of("success", "failed", "cancelled", "rolled_back");
  private static final Duration QUIET = Duration.ofSeconds(2);
  private static final Duration LAST = Duration.ofMillis(100);

  private final AleffClient client;
  private final Terminal terminal;
  private final Words words;
  private final RunListener listener;

  /** The request that the run waits for; empty when for none. Read as the process ends. */
  private volatile String approval = "";

  RunWatch(AleffClient client, Terminal terminal, Words words, RunListener listener) {
    this.client = client;
    this.terminal = terminal;
    this.words = words;
    this.listener = listener;
  }

  static boolean ended(String state) {
    return FINAL.contains(state);
  }

  /** Follows until any end. */
  JsonNode watch(String run) throws InterruptedException {
    return watch(run, RunWatch::ended);
  }

  /**
   * @param over whether the run's state is the one waited for
   * @return the run in full, at its end
   */
  JsonNode watch(String run, Predicate<String> over) throws InterruptedException {
    Thread farewell = new Thread(() -> farewell(run));
    Runtime.getRuntime().addShutdownHook(farewell);
    try (EventStream events = client.events()) {
      JsonNode now = sync(run);
      while (!over.test(Fields.text(now, "state"))) {
        ServerEvent event = events.poll(QUIET);
        now = event == null ? sync(run) : handle(run, event, now);
      }
      drain(run, events);
      return sync(run);
    } finally {
      stopFarewell(farewell);
    }
  }

  /** What the last step printed may come after the news of the end. */
  private void drain(String run, EventStream events) throws InterruptedException {
    for (ServerEvent e = events.poll(LAST); e != null; e = events.poll(LAST)) {
      if (e.type().equals("output") && e.isAbout(run)) {
        listener.event(e);
      }
    }
  }

  private JsonNode handle(String run, ServerEvent event, JsonNode now) throws InterruptedException {
    switch (event.type()) {
      case ServerEvent.CONNECTED, "reset" -> {
        return sync(run);
      }
      case "run", "plan", "approval" -> {
        return event.isAbout(run) ? sync(run) : now;
      }
      case "step", "output" -> {
        if (event.isAbout(run)) {
          listener.event(event);
        }
        return now;
      }
      default -> {
        return now;
      }
    }
  }

  private JsonNode sync(String run) throws InterruptedException {
    JsonNode detail = client.get("/runs/" + AleffClient.part(run));
    approval = waitingApproval(detail);
    listener.state(detail);
    return detail;
  }

  private static String waitingApproval(JsonNode run) {
    for (JsonNode step : run.path("steps")) {
      if (Fields.text(step, "state").equals("waiting")) {
        return Fields.text(step, "approvalId");
      }
    }
    return "";
  }

  /** Says how to go on, when a person stops watching. */
  private void farewell(String run) {
    terminal.note("\n" + words.say("watch.stopped", run));
    if (!approval.isEmpty()) {
      terminal.note(words.say("watch.approve", approval, client.console("inbox/" + approval)));
    }
  }

  private static void stopFarewell(Thread farewell) {
    try {
      Runtime.getRuntime().removeShutdownHook(farewell);
    } catch (IllegalStateException e) {
      // The process is ending: the farewell is being said.
    }
  }
}
