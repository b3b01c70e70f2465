package io.aleff.htn;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON Merge Patch (RFC 7396): members replace those of the same name, null takes one away. */
final class MergePatch {

  private MergePatch() {}

  /** A changed copy. */
  static ObjectNode apply(ObjectNode target, ObjectNode patch) {
    ObjectNode result = target.deepCopy();
    patch
        .properties()
        .forEach(
            change -> {
              JsonNode value = change.getValue();
              if (value.isNull()) {
                result.remove(change.getKey());
              } else if (value instanceof ObjectNode inner) {
                ObjectNode below =
                    result.get(change.getKey()) instanceof ObjectNode object
                        ? object
                        : result.objectNode();
                result.set(change.getKey(), apply(below, inner));
              } else {
                result.set(change.getKey(), value.deepCopy());
              }
            });
    return result;
  }
}
