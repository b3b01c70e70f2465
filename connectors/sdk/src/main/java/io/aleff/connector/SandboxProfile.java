package io.aleff.connector;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * How a kind of program is run in a sandbox, as {@code definitions/connectors/sandbox/*.yaml} says.
 *
 * @param name for example {@code python}
 * @param source file name that inline code is written to
 * @param interpreters absolute paths, {@code *} for any part of a name; the first one there counts
 * @param install Debian package that brings an interpreter
 * @param command words, with {@code ${interpreter}}, {@code ${main}} and {@code ${heapMb}}
 * @param limits as in {@code sandbox-profile.schema.json}; what is left out has the default
 * @param system folders of {@code /etc} that the interpreter needs
 * @param mounts folders of the host that programs may read
 * @param environment variables of every program
 */
public record SandboxProfile(
    String name,
    String description,
    String source,
    List<String> interpreters,
    String install,
    List<String> command,
    ObjectNode limits,
    List<String> system,
    List<Mount> mounts,
    Map<String, String> environment) {

  /** A folder of the host, seen read-only at {@code target}. */
  public record Mount(String source, String target) {}

  public SandboxProfile {
    interpreters = List.copyOf(interpreters);
    command = List.copyOf(command);
    system = List.copyOf(system);
    mounts = List.copyOf(mounts);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
  }

  /** Reads what fits the schema; see {@link #toJson}. */
  public static SandboxProfile of(JsonNode json) {
    List<Mount> mounts = new ArrayList<>();
    for (JsonNode each : json.path("mounts")) {
      mounts.add(new Mount(text(each, "source"), text(each, "target")));
    }
    Map<String, String> environment = new LinkedHashMap<>();
    json.path("environment")
        .properties()
        .forEach(each -> environment.put(each.getKey(), each.getValue().asString("")));
    return new SandboxProfile(
        text(json, "name"),
        text(json, "description"),
        text(json, "source"),
        texts(json, "interpreters"),
        text(json, "install"),
        texts(json, "command"),
        json.path("limits") instanceof ObjectNode given
            ? given
            : JsonNodeFactory.instance.objectNode(),
        texts(json, "system"),
        mounts,
        environment);
  }

  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", name).put("description", description).put("source", source);
    interpreters.forEach(json.putArray("interpreters")::add);
    json.put("install", install);
    command.forEach(json.putArray("command")::add);
    json.set("limits", limits);
    system.forEach(json.putArray("system")::add);
    for (Mount each : mounts) {
      json.withArray("/mounts")
          .addObject()
          .put("source", each.source())
          .put("target", each.target());
    }
    environment.forEach(json.putObject("environment")::put);
    return json;
  }

  private static String text(JsonNode json, String key) {
    return json.path(key).asString("");
  }

  private static List<String> texts(JsonNode json, String key) {
    List<String> texts = new ArrayList<>();
    json.path(key).forEach(each -> texts.add(each.asString("")));
    return texts;
  }
}
