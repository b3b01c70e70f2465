package io.aleff.connector;

import io.aleff.connector.ConnectorManifest.CircuitBreaker;
import io.aleff.connector.ConnectorManifest.Operation;
import io.aleff.connector.ConnectorManifest.Retry;
import io.aleff.definition.Reversibility;
import io.aleff.definition.YamlNode.MappingNode;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Turns a manifest that fits its schema into records, with defaults for what is left out. */
final class ManifestMapping {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  private ManifestMapping() {}

  static ConnectorManifest manifest(MappingNode root) {
    return new ConnectorManifest(
        root.text("name", ""),
        root.text("type", ""),
        root.text("description", ""),
        operations(root.mapping("operations")),
        root.texts("egress"),
        root.texts("secrets"),
        retry(root.mapping("retry")),
        circuitBreaker(root.mapping("circuitBreaker")),
        json(root.mapping("settings")));
  }

  private static Map<String, Operation> operations(@Nullable MappingNode node) {
    Map<String, Operation> operations = new LinkedHashMap<>();
    if (node != null) {
      for (String name : node.keys()) {
        MappingNode operation = node.mapping(name);
        if (operation != null) {
          operations.put(name, operation(name, operation));
        }
      }
    }
    return Collections.unmodifiableMap(operations);
  }

  private static Operation operation(String name, MappingNode node) {
    Reversibility declared = Reversibility.ofWord(node.text("reversibility", ""));
    return new Operation(
        name,
        node.text("description", ""),
        json(node.mapping("input")),
        json(node.mapping("output")),
        declared == null ? Reversibility.IRREVERSIBLE : declared,
        node.texts("effects"),
        node.duration("timeout", MINUTE),
        node.text("undo"));
  }

  private static Retry retry(@Nullable MappingNode node) {
    Retry defaults = Retry.DEFAULT;
    return node == null
        ? defaults
        : new Retry(
            node.integer("maxAttempts", defaults.maxAttempts()),
            node.duration("initialDelay", defaults.initialDelay()),
            number(node, "multiplier", defaults.multiplier()),
            node.duration("maxDelay", defaults.maxDelay()),
            number(node, "jitter", defaults.jitter()));
  }

  private static CircuitBreaker circuitBreaker(@Nullable MappingNode node) {
    CircuitBreaker defaults = CircuitBreaker.DEFAULT;
    return node == null
        ? defaults
        : new CircuitBreaker(
            node.integer("failureRateThreshold", defaults.failureRateThreshold()),
            node.integer("slidingWindowSize", defaults.slidingWindowSize()),
            node.duration("waitDurationInOpenState", defaults.waitDurationInOpenState()));
  }

  private static double number(MappingNode node, String key, double otherwise) {
    BigDecimal value = node.decimal(key);
    return value == null ? otherwise : value.doubleValue();
  }

  private static ObjectNode json(@Nullable MappingNode node) {
    return node == null ? JsonNodeFactory.instance.objectNode() : node.toJson();
  }
}
