package io.aleff.rego.log;

import io.aleff.rego.Evaluation;
import io.aleff.rego.Limits;
import io.aleff.rego.Policy;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Takes out of log entries what must not be in logs: fixed paths, and what the policy {@code
 * data.system.log.mask} names. Its members are paths such as {@code /input/password}, or objects
 * with {@code op} ({@code remove} or {@code upsert}), {@code path} and {@code value}. {@code
 * data.system.log.drop} leaves an entry out. When the policy fails, input and result are taken out
 * whole.
 */
public final class LogMask {

  private static final List<String> EVERYTHING = List.of("/input", "/result");

  private final List<String> paths;
  private final @Nullable Policy policy;
  private final Limits limits;

  /**
   * @param paths begin with {@code /input} or {@code /result}
   * @param policy may hold a package {@code system.log}
   * @throws IllegalArgumentException when a path begins otherwise
   */
  public LogMask(List<String> paths, @Nullable Policy policy, Limits limits) {
    for (String path : paths) {
      if (!isMaskable(path)) {
        throw new IllegalArgumentException(
            "the mask \"" + path + "\" does not begin with /input or /result");
      }
    }
    this.paths = List.copyOf(paths);
    this.policy = policy;
    this.limits = limits;
  }

  private static boolean isMaskable(String path) {
    return path.matches("/(input|result)(/.*)?");
  }

  /** The entry as it may be written, or null when it must not be written at all. */
  public @Nullable ObjectNode apply(ObjectNode entry) {
    Masking masking = new Masking(entry.deepCopy());
    paths.forEach(masking::erase);
    if (policy == null || !policy.packages().contains("system.log")) {
      return masking.finish();
    }
    Evaluation drop = policy.evaluate("system.log.drop", entry, null, limits);
    if (drop instanceof Evaluation.Defined d && d.value().isBoolean() && d.value().booleanValue()) {
      return null;
    }
    switch (policy.evaluate("system.log.mask", entry, null, limits)) {
      case Evaluation.Defined defined -> masking.follow(defined.value());
      case Evaluation.Undefined u -> {}
      case Evaluation.Failed f -> masking.giveUp(f.message());
    }
    if (drop instanceof Evaluation.Failed f) {
      masking.giveUp(f.message());
    }
    return masking.finish();
  }

  /** One entry being masked. */
  private static final class Masking {
    private final ObjectNode entry;
    private final List<String> erased = new ArrayList<>();
    private final List<String> masked = new ArrayList<>();

    Masking(ObjectNode entry) {
      this.entry = entry;
    }

    void giveUp(String why) {
      EVERYTHING.forEach(this::erase);
      entry.put("mask_error", why);
    }

    void follow(JsonNode rules) {
      if (!rules.isArray()) {
        giveUp("data.system.log.mask is not a set");
        return;
      }
      for (JsonNode rule : rules) {
        String path = rule.isString() ? rule.stringValue() : rule.path("path").asString("");
        String op = rule.isString() ? "remove" : rule.path("op").asString("");
        if (!isMaskable(path) || !(op.equals("remove") || op.equals("upsert"))) {
          giveUp("data.system.log.mask holds " + rule);
        } else if (op.equals("remove")) {
          erase(path);
        } else {
          JsonNode value = rule.get("value");
          replace(path, value == null ? JsonNodeFactory.instance.nullNode() : value);
        }
      }
    }

    void erase(String path) {
      List<String> steps = steps(path);
      JsonNode parent = parent(steps);
      String last = steps.getLast();
      boolean found =
          switch (parent) {
            case ObjectNode object -> object.remove(last) != null;
            case ArrayNode array -> {
              int index = index(last, array);
              yield index >= 0 && array.remove(index) != null;
            }
            case null, default -> false;
          };
      if (found) {
        erased.add(path);
      }
    }

    private void replace(String path, JsonNode value) {
      List<String> steps = steps(path);
      switch (parent(steps)) {
        case ObjectNode object -> {
          object.set(steps.getLast(), value);
          masked.add(path);
        }
        case ArrayNode array when index(steps.getLast(), array) >= 0 -> {
          array.set(index(steps.getLast(), array), value);
          masked.add(path);
        }
        case null, default -> {}
      }
    }

    private @Nullable JsonNode parent(List<String> steps) {
      JsonNode here = entry;
      for (String step : steps.subList(0, steps.size() - 1)) {
        here =
            switch (here) {
              case ObjectNode object -> object.get(step);
              case ArrayNode array -> array.get(index(step, array));
              case null, default -> null;
            };
      }
      return here;
    }

    private static int index(String step, ArrayNode array) {
      int index = step.matches("\\d{1,9}") ? Integer.parseInt(step) : -1;
      return index < array.size() ? index : -1;
    }

    private static List<String> steps(String path) {
      List<String> out = new ArrayList<>();
      for (String part : path.substring(1).split("/", -1)) {
        out.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
      return out;
    }

    ObjectNode finish() {
      if (!erased.isEmpty()) {
        erased.forEach(entry.putArray("erased")::add);
      }
      if (!masked.isEmpty()) {
        masked.forEach(entry.putArray("masked")::add);
      }
      return entry;
    }
  }
}
