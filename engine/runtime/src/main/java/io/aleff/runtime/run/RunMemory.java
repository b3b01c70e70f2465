package io.aleff.runtime.run;

import io.aleff.definition.Json;
import io.aleff.htn.States;
import io.aleff.htn.WorldState;
import io.aleff.runtime.port.RunRecord;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a run knows about the world, as its {@code world} member stores it.
 *
 * @param initial before the first step
 * @param current after everything that is done
 * @param inputHead workspace commit with the files the run was given
 * @param since plan revisions up to this one belong to earlier attempts: their failures count no
 *     more
 * @param fresh the newest plan was made before the process began and is still to be carried out
 */
record RunMemory(
    WorldState initial, WorldState current, @Nullable String inputHead, int since, boolean fresh) {

  static RunMemory of(RunRecord run) {
    ObjectNode json = run.world();
    String head = json.path("inputHead").asString("");
    return new RunMemory(
        States.fromJson(json.path("initial")),
        States.fromJson(json.path("current")),
        head.isEmpty() ? null : head,
        json.path("since").asInt(0),
        json.path("fresh").asBoolean(false));
  }

  ObjectNode json() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.set("initial", States.toJson(initial));
    json.set("current", States.toJson(current));
    json.put("inputHead", inputHead);
    json.put("since", since);
    json.put("fresh", fresh);
    return json;
  }

  RunMemory observing(WorldState world) {
    return new RunMemory(initial, world, inputHead, since, fresh);
  }

  RunMemory used() {
    return new RunMemory(initial, current, inputHead, since, false);
  }

  RunMemory since(int revision) {
    return new RunMemory(initial, current, inputHead, revision, false);
  }
}
