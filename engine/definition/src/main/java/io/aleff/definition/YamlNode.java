package io.aleff.definition;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A value in a YAML document, with the place it was read from.
 *
 * <p>The typed look-ups of {@link MappingNode} answer null (or an empty list) both when a key is
 * absent and when its value is of another type: {@link SchemaValidator} reports wrong types, so
 * readers of a validated document need no second check.
 */
public sealed interface YamlNode {

  /** Where the value begins. */
  SourceLocation location();

  /** The same value as JSON, without locations. */
  JsonNode toJson();

  /**
   * Walks down from this value.
   *
   * @param steps keys of mappings, and indices of sequences written as decimal digits
   * @return the value there, or null when there is none
   */
  default @Nullable YamlNode at(String... steps) {
    YamlNode here = this;
    for (String step : steps) {
      here =
          switch (here) {
            case MappingNode mapping -> mapping.get(step);
            case SequenceNode sequence -> sequence.get(step);
            case ScalarNode ignored -> null;
          };
      if (here == null) {
        return null;
      }
    }
    return here;
  }

  /**
   * A key with its value.
   *
   * @param keyLocation where the key begins
   */
  record Entry(SourceLocation keyLocation, YamlNode value) {}

  /**
   * A mapping; keys keep the order of the document.
   *
   * @param location of the first key
   */
  record MappingNode(SourceLocation location, Map<String, Entry> entries) implements YamlNode {

    public MappingNode {
      entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
    }

    public Set<String> keys() {
      return entries.keySet();
    }

    public boolean has(String key) {
      return entries.containsKey(key);
    }

    public @Nullable YamlNode get(String key) {
      Entry entry = entries.get(key);
      return entry == null ? null : entry.value();
    }

    /** Where the key stands, or where this mapping begins when it has no such key. */
    public SourceLocation keyLocation(String key) {
      Entry entry = entries.get(key);
      return entry == null ? location : entry.keyLocation();
    }

    /** Where the value of a key stands, or where this mapping begins when it has no such key. */
    public SourceLocation valueLocation(String key) {
      Entry entry = entries.get(key);
      return entry == null ? location : entry.value().location();
    }

    public @Nullable MappingNode mapping(String key) {
      return get(key) instanceof MappingNode found ? found : null;
    }

    public @Nullable SequenceNode sequence(String key) {
      return get(key) instanceof SequenceNode found ? found : null;
    }

    public @Nullable ScalarNode scalar(String key) {
      return get(key) instanceof ScalarNode found ? found : null;
    }

    /** The items of a sequence; empty when there is none. */
    public List<YamlNode> items(String key) {
      SequenceNode found = sequence(key);
      return found == null ? List.of() : found.items();
    }

    /** The strings of a sequence; empty when there is none. */
    public List<String> texts(String key) {
      return items(key).stream()
          .filter(ScalarNode.class::isInstance)
          .map(item -> ((ScalarNode) item).text())
          .toList();
    }

    public @Nullable String text(String key) {
      ScalarNode found = scalar(key);
      return found != null && found.value().isString() ? found.text() : null;
    }

    public String text(String key, String otherwise) {
      String found = text(key);
      return found == null ? otherwise : found;
    }

    public @Nullable BigDecimal decimal(String key) {
      ScalarNode found = scalar(key);
      return found != null && found.value().isNumber() ? found.value().decimalValue() : null;
    }

    /** A whole number that fits an int; {@code otherwise} for anything else. */
    public int integer(String key, int otherwise) {
      ScalarNode found = scalar(key);
      return found == null ? otherwise : found.value().intValue(otherwise);
    }

    public boolean bool(String key, boolean otherwise) {
      ScalarNode found = scalar(key);
      return found == null ? otherwise : found.value().booleanValue(otherwise);
    }

    /** An ISO 8601 duration such as {@code PT30S} or {@code P7D}; {@code otherwise} if not one. */
    public Duration duration(String key, Duration otherwise) {
      String found = text(key);
      if (found == null) {
        return otherwise;
      }
      try {
        return Duration.parse(found);
      } catch (DateTimeException e) {
        return otherwise;
      }
    }

    @Override
    public ObjectNode toJson() {
      ObjectNode json = JsonNodeFactory.instance.objectNode();
      entries.forEach((key, entry) -> json.set(key, entry.value().toJson()));
      return json;
    }
  }

  /**
   * A sequence.
   *
   * @param location of the first dash or the opening bracket
   */
  record SequenceNode(SourceLocation location, List<YamlNode> items) implements YamlNode {

    public SequenceNode {
      items = List.copyOf(items);
    }

    private @Nullable YamlNode get(String index) {
      boolean number = !index.isEmpty() && index.length() < 8;
      for (int i = 0; i < index.length(); i++) {
        number &= index.charAt(i) >= '0' && index.charAt(i) <= '9';
      }
      int at = number ? Integer.parseInt(index) : items.size();
      return at < items.size() ? items.get(at) : null;
    }

    @Override
    public ArrayNode toJson() {
      ArrayNode json = JsonNodeFactory.instance.arrayNode();
      items.forEach(item -> json.add(item.toJson()));
      return json;
    }
  }

  /**
   * A scalar, typed by the YAML 1.2 core schema.
   *
   * @param value a string, number, boolean or null
   * @param text as written, after unescaping
   */
  record ScalarNode(SourceLocation location, JsonNode value, String text) implements YamlNode {

    @Override
    public JsonNode toJson() {
      return value;
    }
  }
}
