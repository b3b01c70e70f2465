package io.aleff.htn;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.SourceText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What tests start from. */
final class Given {

  static final String HEADER = "apiVersion: aleff/v1\nkind: TaskNetwork\nname: test\n";

  private Given() {}

  static Domain domain(String body) {
    TaskNetworks.Reading reading =
        TaskNetworks.read(List.of(new SourceText("test.yaml", HEADER + body)));
    assertThat(reading.domain()).as("%s", reading.diagnostics()).isNotNull();
    return java.util.Objects.requireNonNull(reading.domain());
  }

  static Domain dataReport() {
    TaskNetworks.Reading reading =
        TaskNetworks.read(List.of(resource("networks/data-report.yaml")));
    assertThat(reading.diagnostics()).isEmpty();
    return java.util.Objects.requireNonNull(reading.domain());
  }

  static SourceText resource(String path) {
    try (InputStream in = Given.class.getClassLoader().getResourceAsStream(path)) {
      byte[] bytes = java.util.Objects.requireNonNull(in, path).readAllBytes();
      return new SourceText(path, new String(bytes, StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static Goal goal(String task, String... arguments) {
    Map<String, String> map = new LinkedHashMap<>();
    for (int i = 0; i < arguments.length; i += 2) {
      map.put(arguments[i], arguments[i + 1]);
    }
    return new Goal(task, map);
  }

  /** {@code "p a b"} is the fact {@code p(a, b)}; {@code "f a = 3"} a number. */
  static WorldState state(Domain domain, Goal goal, String... facts) {
    List<Fact> atoms = Arrays.stream(facts).filter(f -> !f.contains("=")).map(Given::fact).toList();
    Map<Fact, BigDecimal> numbers = new LinkedHashMap<>();
    for (String text : facts) {
      String[] parts = text.split(" = ");
      if (parts.length == 2) {
        numbers.put(fact(parts[0]), new BigDecimal(parts[1]));
      }
    }
    return States.initial(domain, goal, atoms, numbers);
  }

  static Fact fact(String words) {
    List<String> parts = List.of(words.split(" "));
    return new Fact(parts.getFirst(), parts.subList(1, parts.size()));
  }

  static PlanRequest request(Domain domain, Goal goal, String... facts) {
    return PlanRequest.first(domain, state(domain, goal, facts), goal, 100_000);
  }

  static Plan plan(Domain domain, Goal goal, String... facts) {
    return plan(request(domain, goal, facts));
  }

  static Plan plan(PlanRequest request) {
    Planning planning = Planner.plan(request);
    assertThat(planning).isInstanceOf(Planning.Planned.class);
    return ((Planning.Planned) planning).plan();
  }

  static PlanRequest again(
      PlanRequest first, Plan plan, WorldState state, Set<String> finished, String excluded) {
    Map<GroundAction, String> out = new LinkedHashMap<>();
    for (PlanStep step : plan.steps()) {
      if (step.action().equals(excluded)) {
        out.put(step.groundAction(), "denied: not on the list");
      }
    }
    return new PlanRequest(
        first.domain(), state, first.goal(), out, plan, finished, first.budget());
  }

  /** {@code id action after}, one line a step. */
  static List<String> lines(Plan plan) {
    return plan.steps().stream().map(s -> s.id() + " " + s.action() + " " + s.after()).toList();
  }

  /** The first decomposition of a task in a tree. */
  static PlanNode.Task task(PlanNode.Task root, String name) {
    List<PlanNode.Task> open = new java.util.ArrayList<>(List.of(root));
    while (!open.isEmpty()) {
      PlanNode.Task here = open.removeFirst();
      if (here.task().equals(name)) {
        return here;
      }
      for (PlanNode child : here.children()) {
        if (child instanceof PlanNode.Task inner) {
          open.add(inner);
        }
      }
    }
    throw new AssertionError("The plan has no task " + name);
  }
}
