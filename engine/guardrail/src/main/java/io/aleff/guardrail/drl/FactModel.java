package io.aleff.guardrail.drl;

import io.aleff.guardrail.facts.Action;
import io.aleff.guardrail.facts.Actor;
import io.aleff.guardrail.facts.Argument;
import io.aleff.guardrail.facts.Environment;
import io.aleff.guardrail.facts.HistoryEntry;
import io.aleff.guardrail.facts.Plan;
import io.aleff.guardrail.facts.Signal;
import io.aleff.guardrail.facts.Usage;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Which facts and properties there are, read from the records themselves. */
final class FactModel {

  static final String PACKAGE = "io.aleff.guardrail.facts";

  private static final Map<String, Map<String, Kind>> TYPES = types();

  private FactModel() {}

  static Set<String> typeNames() {
    return TYPES.keySet();
  }

  /** The properties of a fact type, or null when there is no such type. */
  static @Nullable Map<String, Kind> properties(String type) {
    return TYPES.get(type);
  }

  private static Map<String, Map<String, Kind>> types() {
    Map<String, Map<String, Kind>> types = new TreeMap<>();
    for (Class<? extends Record> type :
        List.<Class<? extends Record>>of(
            Action.class,
            Actor.class,
            Argument.class,
            Environment.class,
            HistoryEntry.class,
            Plan.class,
            Signal.class,
            Usage.class)) {
      Map<String, Kind> properties = new LinkedHashMap<>();
      for (RecordComponent component : type.getRecordComponents()) {
        properties.put(component.getName(), kind(component.getType()));
      }
      types.put(type.getSimpleName(), Map.copyOf(properties));
    }
    return Map.copyOf(types);
  }

  private static Kind kind(Class<?> type) {
    if (type == String.class) {
      return Kind.TEXT;
    }
    if (type == int.class || type == long.class || type == BigDecimal.class) {
      return Kind.NUMBER;
    }
    if (type == boolean.class) {
      return Kind.TRUTH;
    }
    if (type == Instant.class) {
      return Kind.TIME;
    }
    if (type == List.class) {
      return Kind.TEXTS;
    }
    throw new IllegalStateException("Rules cannot see a property of type " + type);
  }
}
