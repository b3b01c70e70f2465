package io.aleff.sandbox.egress;

import io.aleff.definition.Suggestions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Reads what an execution may reach: the manifest's {@code egress} hosts; {@code settings.egress}
 * with {@code host}, {@code methods}, {@code headers} (where <code>${secret:NAME}</code> stands for
 * a secret that the manifest names) and {@code tls}; {@code egressMb} and {@code privateAddresses}.
 * An {@code egress} list in the obligations of a decision leaves only hosts that are in both.
 */
public final class EgressReader {

  /** Keys of the manifest's settings that are read here. */
  public static final List<String> SETTINGS = List.of("egress", "egressMb", "privateAddresses");

  private static final Pattern SECRET = Pattern.compile("\\$\\{secret:([^}]*)}");
  private static final List<String> KEYS = List.of("host", "methods", "headers", "tls");

  private final List<String> secretNames;
  private final Function<String, Optional<String>> secrets;
  private final List<String> problems = new ArrayList<>();

  private EgressReader(List<String> secretNames, Function<String, Optional<String>> secrets) {
    this.secretNames = secretNames;
    this.secrets = secrets;
  }

  /**
   * @param rules null when nothing may be reached, or something is wrong
   * @param problems all that is wrong, for people
   */
  public record Reading(@Nullable EgressRules rules, List<String> problems) {}

  /**
   * @param hosts of the manifest
   * @param secretNames of the manifest
   * @param secrets finds a secret by its name
   */
  public static Reading read(
      List<String> hosts,
      JsonNode settings,
      JsonNode obligations,
      List<String> secretNames,
      Function<String, Optional<String>> secrets) {
    EgressReader reader = new EgressReader(secretNames, secrets);
    EgressRules rules = reader.rules(hosts, settings, obligations);
    return new Reading(reader.problems.isEmpty() ? rules : null, List.copyOf(reader.problems));
  }

  private @Nullable EgressRules rules(List<String> hosts, JsonNode settings, JsonNode obligations) {
    mustBe(settings, "egress", JsonNode::isArray, "settings", "a list");
    mustBe(settings, "egressMb", JsonNode::isIntegralNumber, "settings", "a whole number");
    mustBe(settings, "privateAddresses", JsonNode::isBoolean, "settings", "true or false");
    List<EgressRules.Host> entries = new ArrayList<>();
    for (JsonNode each : settings.path("egress")) {
      EgressRules.Host host = host(each, "settings.egress[%d]".formatted(entries.size()));
      if (host != null) {
        entries.add(host);
      }
    }
    hosts.stream().map(EgressRules.Host::open).forEach(entries::add);
    problems.addAll(EgressRules.problems(entries.stream().map(EgressRules.Host::host).toList()));
    if (obligations.has("egress")) {
      Set<String> left = new LinkedHashSet<>(texts(obligations.path("egress"), "egress"));
      entries.removeIf(entry -> !left.contains(entry.host()));
    }
    if (entries.isEmpty()) {
      return null;
    }
    EgressRules rules = new EgressRules(entries);
    JsonNode megabytes = settings.path("egressMb");
    if (!megabytes.isMissingNode()) {
      rules = rules.withBytes(Math.max(0, megabytes.asLong(0)) * 1024 * 1024);
    }
    return settings.path("privateAddresses").asBoolean(false)
        ? rules.withPrivateAddresses()
        : rules;
  }

  private EgressRules.@Nullable Host host(JsonNode node, String place) {
    if (!node.isObject() || !node.path("host").isString()) {
      problems.add(place + " is no object with a host.");
      return null;
    }
    for (String key : node.propertyNames()) {
      if (!KEYS.contains(key)) {
        String nearest = Suggestions.nearest(key, KEYS);
        problems.add(
            "%s has no key %s, expected %s.%s"
                .formatted(
                    place,
                    key,
                    String.join(", ", KEYS),
                    nearest == null ? "" : " Maybe " + nearest + "?"));
      }
    }
    mustBe(node, "methods", list -> list.isArray() && !list.isEmpty(), place, "a list of methods");
    mustBe(node, "headers", JsonNode::isObject, place, "an object of texts");
    mustBe(node, "tls", JsonNode::isBoolean, place, "true or false");
    Map<String, String> headers = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> header : node.path("headers").properties()) {
      mustBe(node.path("headers"), header.getKey(), JsonNode::isString, place, "a text");
      headers.put(header.getKey(), secret(header.getValue().asString(""), place));
    }
    return new EgressRules.Host(
        node.path("host").asString(),
        new LinkedHashSet<>(texts(node.path("methods"), place + ".methods")),
        headers,
        node.path("tls").asBoolean(false));
  }

  /** A wrong type is never taken for something that allows more. */
  private void mustBe(
      JsonNode node, String key, Predicate<JsonNode> right, String place, String expected) {
    if (node.has(key) && !right.test(node.path(key))) {
      problems.add("%s.%s is not %s.".formatted(place, key, expected));
    }
  }

  private List<String> texts(JsonNode node, String place) {
    List<String> texts = new ArrayList<>();
    for (JsonNode each : node) {
      if (each.isString()) {
        texts.add(each.asString());
      } else {
        problems.add(place + " is not a list of texts.");
      }
    }
    return texts;
  }

  private String secret(String text, String place) {
    Matcher found = SECRET.matcher(text);
    StringBuilder out = new StringBuilder();
    while (found.find()) {
      String name = Objects.requireNonNull(found.group(1));
      Optional<String> value = secretNames.contains(name) ? secrets.apply(name) : Optional.empty();
      if (value.isEmpty()) {
        problems.add(
            secretNames.contains(name)
                ? "There is no secret %s (%s).".formatted(name, place)
                : "%s uses the secret %s, which the manifest does not name under secrets."
                    .formatted(place, name));
      }
      found.appendReplacement(out, Matcher.quoteReplacement(value.orElse("")));
    }
    return found.appendTail(out).toString();
  }
}
