package io.aleff.runtime.action;

import io.aleff.connector.ConnectorManifest;
import io.aleff.definition.CanonicalJson;
import io.aleff.definition.Digest;
import io.aleff.definition.Json;
import io.aleff.definition.Reversibility;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What one step would do, down to the last byte.
 *
 * @param manifest null for a process
 * @param process id of the process; null for a connector's operation
 * @param code content of definition files that would run, by release path
 * @param files content of workspace files that the arguments name, by path
 * @param workspace SHA-256 over all files that it could read; empty when it can read none
 * @param identity tenant, release, run and step
 */
public record ResolvedAction(
    @Nullable ConnectorManifest manifest,
    @Nullable String process,
    String connector,
    String operation,
    ObjectNode arguments,
    SortedMap<String, byte[]> code,
    SortedMap<String, byte[]> files,
    String workspace,
    Reversibility reversibility,
    Identity identity) {

  /** Whose action it is. */
  public record Identity(String tenant, String release, String run, String step) {}

  /** SHA-256 of the canonical action: every byte of code and workspace counts. */
  public String digest() {
    return CanonicalJson.digest(canonical());
  }

  /** What is signed: digests stand for the bytes of code and files. */
  public ObjectNode canonical() {
    ObjectNode json = Json.MAPPER.createObjectNode();
    json.put("tenant", identity.tenant());
    json.put("release", identity.release());
    json.put("run", identity.run());
    json.put("step", identity.step());
    json.put("connector", connector);
    json.put("operation", operation);
    json.set("arguments", arguments);
    json.put("reversibility", reversibility.name());
    json.set("code", digests(code));
    json.set("files", digests(files));
    json.put("workspace", workspace);
    return json;
  }

  /**
   * SHA-256 of what it does: operation, arguments, and the bytes of the code and files that they
   * name. Equal for two attempts of a step that only differ in when they are made.
   */
  public String content() {
    ObjectNode json = canonical();
    json.remove("workspace");
    json.remove("reversibility");
    return CanonicalJson.digest(json);
  }

  private static ObjectNode digests(Map<String, byte[]> contents) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    contents.forEach((path, bytes) -> json.put(path, Digest.sha256(bytes)));
    return json;
  }

  /** The operation in the manifest. */
  public ConnectorManifest.@Nullable Operation manifestOperation() {
    return manifest == null ? null : manifest.operations().get(operation);
  }

  @Override
  public String toString() {
    return connector + "." + operation + " " + Arrays.toString(code.keySet().toArray());
  }
}
