package io.aleff.runtime.run;

import io.aleff.definition.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The obligations of a decision as connectors read them. All of them hold, whichever policy they
 * come from: of several limits with one name the lowest, of several lists of hosts what is on each.
 *
 * <ul>
 *   <li>{@code {"kind": "limit", "name": "memoryMb", "value": 64}} becomes {@code limits.memoryMb};
 *   <li>{@code {"kind": "egress", "hosts": ["api.example.com"]}} becomes the list {@code egress};
 *   <li>any other stays as it is, in a list under its kind.
 * </ul>
 */
final class Obligations {

  private Obligations() {}

  static ObjectNode of(List<ObjectNode> obligations) {
    ObjectNode all = Json.MAPPER.createObjectNode();
    Set<String> hosts = null;
    for (ObjectNode one : obligations) {
      switch (one.path("kind").asString("other")) {
        case "limit" -> limit(all, one);
        case "egress" -> hosts = both(hosts, one);
        default -> all.withArray(one.path("kind").asString("other")).add(one);
      }
    }
    if (hosts != null) {
      hosts.forEach(all.putArray("egress")::add);
    }
    return all;
  }

  /** What is no limit is handed on, so that the connector refuses it. */
  private static void limit(ObjectNode all, ObjectNode one) {
    ObjectNode limits =
        all.path("limits") instanceof ObjectNode known ? known : all.putObject("limits");
    String name = one.path("name").asString("");
    limits.set(name, lower(limits.path(name), one.path("value")));
  }

  private static JsonNode lower(JsonNode one, JsonNode other) {
    if (one.isMissingNode()) {
      return other.isMissingNode() ? Json.MAPPER.nullNode() : other;
    }
    if (one.isBoolean() && other.isBoolean()) {
      return one.asBoolean() ? other : one;
    }
    if (one.isNumber() && other.isNumber()) {
      return one.decimalValue().compareTo(other.decimalValue()) <= 0 ? one : other;
    }
    return one.isNumber() || one.isBoolean() ? other : one;
  }

  private static Set<String> both(@Nullable Set<String> known, ObjectNode one) {
    Set<String> listed = new LinkedHashSet<>();
    one.path("hosts").forEach(host -> listed.add(host.asString("")));
    if (known != null) {
      listed.retainAll(known);
    }
    return listed;
  }
}
