package io.aleff.cli.client;

import tools.jackson.databind.JsonNode;

/**
 * One live event.
 *
 * @param type of the API; {@link #CONNECTED} after each connection of the stream
 */
public record ServerEvent(String type, JsonNode data) {

  /** The stream is connected (again): what happened before may have been missed. */
  public static final String CONNECTED = "connected";

  /** Whether the event is about this run. */
  public boolean isAbout(String run) {
    String about = type.equals("run") ? "id" : "runId";
    return data.path(about).asString("").equals(run);
  }
}
