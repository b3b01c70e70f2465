package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.MappingNode;
import io.aleff.definition.YamlNode.ScalarNode;
import io.aleff.definition.YamlNode.SequenceNode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A YAML mapping with a known set of keys; wrong shapes are findings, absent values are null. */
final class Fields {

  private final MappingNode node;
  private final Findings findings;

  private Fields(MappingNode node, Findings findings) {
    this.node = node;
    this.findings = findings;
  }

  /** Reports keys that are not among {@code known}; null when the value is no mapping at all. */
  static @Nullable Fields of(
      @Nullable YamlNode node, String what, List<String> known, Findings findings) {
    if (!(node instanceof MappingNode mapping)) {
      if (node != null) {
        wrongShape(node, what, "a mapping", findings);
      }
      return null;
    }
    for (String key : mapping.keys()) {
      if (!known.contains(key)) {
        findings.add(
            Diagnostic.error(
                    "HTN-001",
                    mapping.keyLocation(key),
                    "\"" + key + "\" is not a key of " + what + ".")
                .expecting("one of " + String.join(", ", known))
                .maybe(Suggestions.nearest(key, known)));
      }
    }
    return new Fields(mapping, findings);
  }

  /** The named entries of a mapping whose keys are free, in order; empty when there is none. */
  static Map<String, YamlNode> named(@Nullable YamlNode node, String what, Findings findings) {
    Map<String, YamlNode> named = new LinkedHashMap<>();
    if (node instanceof MappingNode mapping) {
      mapping.entries().forEach((key, entry) -> named.put(key, entry.value()));
    } else if (!isNothing(node)) {
      wrongShape(node, what, "a mapping", findings);
    }
    return named;
  }

  static boolean isNothing(@Nullable YamlNode node) {
    return node == null || (node instanceof ScalarNode scalar && scalar.value().isNull());
  }

  static void wrongShape(@Nullable YamlNode node, String what, String wanted, Findings findings) {
    if (node != null) {
      findings.add(
          Diagnostic.error(
                  "HTN-002",
                  node.location(),
                  what.substring(0, 1).toUpperCase(Locale.ROOT)
                      + what.substring(1)
                      + " has the wrong shape.")
              .expecting(wanted));
    }
  }

  SourceLocation location() {
    return node.location();
  }

  SourceLocation key(String key) {
    return node.keyLocation(key);
  }

  @Nullable YamlNode get(String key) {
    YamlNode value = node.get(key);
    return isNothing(value) ? null : value;
  }

  boolean has(String key) {
    return get(key) != null;
  }

  Map<String, YamlNode> named(String key) {
    return named(get(key), "\"" + key + "\"", findings);
  }

  @Nullable String text(String key) {
    YamlNode value = get(key);
    if (value instanceof ScalarNode scalar) {
      return scalar.text();
    }
    wrongShape(value, "\"" + key + "\"", "a text", findings);
    return null;
  }

  /** A list, or a single value as a list of one. */
  List<YamlNode> list(String key) {
    YamlNode value = get(key);
    if (value == null) {
      return List.of();
    }
    return value instanceof SequenceNode sequence ? sequence.items() : List.of(value);
  }

  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    for (YamlNode item : list(key)) {
      if (item instanceof ScalarNode scalar) {
        texts.add(scalar.text());
      } else {
        wrongShape(item, "An item of \"" + key + "\"", "a text", findings);
      }
    }
    return texts;
  }

  /** The texts among named values; others are findings. */
  Map<String, String> texts(Map<String, YamlNode> named) {
    Map<String, String> texts = new LinkedHashMap<>();
    named.forEach(
        (name, node) -> {
          if (node instanceof ScalarNode scalar) {
            texts.put(name, scalar.text());
          } else {
            wrongShape(node, "\"" + name + "\"", "a text", findings);
          }
        });
    return texts;
  }

  @Nullable BigDecimal number(String key) {
    YamlNode value = get(key);
    if (value instanceof ScalarNode scalar && scalar.value().isNumber()) {
      return scalar.value().decimalValue();
    }
    wrongShape(value, "\"" + key + "\"", "a number", findings);
    return null;
  }

  Duration duration(String key) {
    String text = text(key);
    if (text == null) {
      return Duration.ZERO;
    }
    try {
      Duration duration = Duration.parse(text);
      if (!duration.isNegative()) {
        return duration;
      }
    } catch (DateTimeException e) {
      // reported below together with negative ones
    }
    findings.add(
        Diagnostic.error("HTN-005", node.valueLocation(key), "\"" + text + "\" is no duration.")
            .expecting("an ISO 8601 duration such as PT5S or PT2M30S"));
    return Duration.ZERO;
  }

  /** One of an enum's constants, written in lower case with dashes. */
  <E extends Enum<E>> @Nullable E choice(String key, Class<E> type) {
    String text = text(key);
    if (text == null) {
      return null;
    }
    List<String> known = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String name = constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
      if (name.equals(text)) {
        return constant;
      }
      known.add(name);
    }
    findings.add(
        Diagnostic.error("HTN-006", node.valueLocation(key), "\"" + text + "\" is no " + key + ".")
            .expecting("one of " + String.join(", ", known))
            .maybe(Suggestions.nearest(text, known)));
    return null;
  }
}
