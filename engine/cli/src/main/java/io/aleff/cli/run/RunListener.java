package io.aleff.cli.run;

import io.aleff.cli.client.ServerEvent;
import tools.jackson.databind.JsonNode;

/** Takes what a {@link RunWatch} sees. */
interface RunListener {

  /** The run in full, as it is now. */
  void state(JsonNode run) throws InterruptedException;

  /** A change of a step, or a piece of its output. */
  void event(ServerEvent event);

  /** Tells the story to a person. */
  static RunListener telling(RunStory story) {
    return new RunListener() {
      @Override
      public void state(JsonNode run) {
        story.detail(run);
      }

      @Override
      public void event(ServerEvent event) {
        if (event.type().equals("step")) {
          story.step(event.data());
        } else {
          story.output(event.data());
        }
      }
    };
  }

  /** Hears, but says nothing. */
  static RunListener silent() {
    return new RunListener() {
      @Override
      public void state(JsonNode run) {}

      @Override
      public void event(ServerEvent event) {}
    };
  }
}
