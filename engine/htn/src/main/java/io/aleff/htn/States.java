package io.aleff.htn;

import io.aleff.definition.Json;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** World states: the first one of a goal, the next one after a step, and their JSON. */
public final class States {

  private States() {}

  /** The objects of the goal's arguments and the domain's constants, and nothing else. */
  public static WorldState initial(Domain domain, Goal goal) {
    return initial(domain, goal, List.of(), Map.of());
  }

  /**
   * The world at the start: each argument of an object type is an object of that type, and so is
   * each object that a fact or number names.
   *
   * @param facts what holds
   * @param numbers values of numeric fluents
   */
  public static WorldState initial(
      Domain domain, Goal goal, Collection<Fact> facts, Map<Fact, BigDecimal> numbers) {
    Map<String, String> objects = new LinkedHashMap<>(domain.constants());
    Task task = domain.tasks().get(goal.task());
    if (task != null) {
      for (Parameter parameter : task.parameters()) {
        add(domain, objects, goal.arguments().get(parameter.name()), parameter.type());
      }
    }
    facts.forEach(fact -> addAll(domain, objects, fact, domain.predicates()));
    numbers.keySet().forEach(fluent -> addAll(domain, objects, fluent, domain.functions()));
    return new WorldState(
        Ordered.map(objects), Ordered.set(new LinkedHashSet<>(facts)), Ordered.map(numbers));
  }

  private static void addAll(
      Domain domain, Map<String, String> objects, Fact fact, Map<String, List<String>> signatures) {
    List<String> types = signatures.getOrDefault(fact.predicate(), List.of());
    for (int i = 0; i < Math.min(types.size(), fact.arguments().size()); i++) {
      add(domain, objects, fact.arguments().get(i), types.get(i));
    }
  }

  /** Keeps the more special of two types. */
  private static void add(
      Domain domain,
      Map<String, String> objects,
      @org.jspecify.annotations.Nullable String name,
      String type) {
    if (name != null && !Types.isLiteral(type)) {
      objects.merge(name, type, (known, more) -> domain.types().isA(more, known) ? more : known);
    }
  }

  /** The state once a step has ended well. */
  public static WorldState after(WorldState state, PlanStep step) {
    return after(state, step.add(), step.delete(), step.numbers());
  }

  /** The state after some effects; deletes come before adds. */
  public static WorldState after(
      WorldState state, Set<Fact> add, Set<Fact> delete, Map<Fact, BigDecimal> set) {
    Set<Fact> facts = new LinkedHashSet<>(state.facts());
    facts.removeAll(delete);
    facts.addAll(add);
    Map<Fact, BigDecimal> numbers = new LinkedHashMap<>(state.numbers());
    numbers.putAll(set);
    return new WorldState(state.objects(), Ordered.set(facts), Ordered.map(numbers));
  }

  /**
   * {@code {objects: {name: type}, facts: [[predicate, argument, …]], numbers: [[function,
   * argument, …, value]]}}.
   */
  public static ObjectNode toJson(WorldState state) {
    ObjectNode json = Json.MAPPER.createObjectNode();
    ObjectNode objects = json.putObject("objects");
    state.objects().forEach(objects::put);
    ArrayNode facts = json.putArray("facts");
    state.facts().forEach(fact -> words(facts.addArray(), fact));
    ArrayNode numbers = json.putArray("numbers");
    state.numbers().forEach((fluent, value) -> words(numbers.addArray(), fluent).add(value));
    return json;
  }

  private static ArrayNode words(ArrayNode array, Fact fact) {
    array.add(fact.predicate());
    fact.arguments().forEach(array::add);
    return array;
  }

  /** Reads what {@link #toJson} wrote. */
  public static WorldState fromJson(JsonNode json) {
    Map<String, String> objects = new LinkedHashMap<>();
    json.path("objects")
        .properties()
        .forEach(e -> objects.put(e.getKey(), e.getValue().asString()));
    Set<Fact> facts = new LinkedHashSet<>();
    json.path("facts").forEach(words -> facts.add(fact(words, words.size())));
    Map<Fact, BigDecimal> numbers = new LinkedHashMap<>();
    json.path("numbers")
        .forEach(
            words ->
                numbers.put(
                    fact(words, words.size() - 1), words.get(words.size() - 1).decimalValue()));
    return new WorldState(Ordered.map(objects), Ordered.set(facts), Ordered.map(numbers));
  }

  private static Fact fact(JsonNode words, int end) {
    if (end < 1) {
      throw new IllegalArgumentException("A fact needs a predicate: " + words);
    }
    List<String> arguments = new java.util.ArrayList<>();
    for (int i = 1; i < end; i++) {
      arguments.add(words.get(i).asString());
    }
    return new Fact(words.get(0).asString(), List.copyOf(arguments));
  }
}
