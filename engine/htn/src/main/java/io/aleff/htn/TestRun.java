package io.aleff.htn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Plans as a test says, and compares. Every plan is also checked independently. */
final class TestRun {

  private final Domain domain;
  private final TestCase test;

  TestRun(Domain domain, TestCase test) {
    this.domain = domain;
    this.test = test;
  }

  List<String> differences() {
    WorldState state = States.initial(domain, test.goal(), test.facts(), test.numbers());
    Map<String, String> objects = new LinkedHashMap<>(state.objects());
    objects.putAll(test.objects());
    state = new WorldState(Ordered.map(objects), state.facts(), state.numbers());
    PlanRequest request = PlanRequest.first(domain, state, test.goal(), test.budget());
    if (test.finished().isEmpty()) {
      request = excluding(request, null, Set.of());
    } else {
      Planning first = Planner.plan(request);
      if (!(first instanceof Planning.Planned planned)) {
        return List.of(
            "There is no first plan to continue: " + ((Planning.Refused) first).message());
      }
      Set<String> finished = new LinkedHashSet<>();
      for (PlanStep step : planned.plan().steps()) {
        if (test.finished().contains(step.action())) {
          finished.add(step.id());
          state = States.after(state, step);
        }
      }
      request = PlanRequest.first(domain, state, test.goal(), test.budget());
      request = excluding(request, planned.plan(), finished);
    }
    return compare(request, Planner.plan(request));
  }

  private PlanRequest excluding(
      PlanRequest request, @org.jspecify.annotations.Nullable Plan previous, Set<String> finished) {
    return new PlanRequest(
        domain,
        request.state(),
        request.goal(),
        new Exclusions(domain, request.state()).of(test.excluded()),
        previous,
        finished,
        Set.of(),
        request.budget(),
        test.repair());
  }

  private List<String> compare(PlanRequest request, Planning planning) {
    List<String> differences = new ArrayList<>();
    String refused = test.expected().refused();
    switch (planning) {
      case Planning.Refused found -> {
        if (refused == null) {
          differences.add("Refused (" + found.code() + "): " + found.message());
        } else if (!refused.equals(found.code())) {
          differences.add("Expected the refusal " + refused + ", but it is " + found.code() + ".");
        }
      }
      case Planning.Planned found -> {
        if (refused != null) {
          differences.add(
              "Expected the refusal " + refused + ", but there is a plan: " + names(found.plan()));
        }
        compare(found.plan(), differences);
        PlanChecker.check(request, found.plan()).forEach(f -> differences.add(f.toString()));
      }
    }
    return differences;
  }

  private void compare(Plan plan, List<String> differences) {
    TestCase.Expected expected = test.expected();
    if (expected.steps() != null
        && !names(plan).stream()
            .sorted()
            .toList()
            .equals(expected.steps().stream().sorted().toList())) {
      differences.add(
          "Expected the steps " + expected.steps() + ", but they are " + names(plan) + ".");
    }
    if (expected.cost() != null && expected.cost().compareTo(plan.cost()) != 0) {
      differences.add("Expected the cost " + expected.cost() + ", but it is " + plan.cost() + ".");
    }
    expected.methods().forEach((task, method) -> compareMethod(plan, task, method, differences));
    Map<String, Set<String>> before = before(plan);
    for (List<String> pair : expected.order()) {
      if (!comesBefore(plan, before, pair)) {
        differences.add("Expected " + pair.get(0) + " before " + pair.get(1) + ".");
      }
    }
    for (List<String> pair : expected.unordered()) {
      if (comesBefore(plan, before, pair) || comesBefore(plan, before, pair.reversed())) {
        differences.add("Expected no order between " + pair.get(0) + " and " + pair.get(1) + ".");
      }
    }
  }

  private static List<String> names(Plan plan) {
    return plan.steps().stream().map(PlanStep::action).toList();
  }

  private static void compareMethod(
      Plan plan, String task, String method, List<String> differences) {
    Set<String> chosen = new LinkedHashSet<>();
    List<PlanNode> open = new ArrayList<>(List.of(plan.root()));
    while (!open.isEmpty()) {
      if (open.removeLast() instanceof PlanNode.Task node) {
        open.addAll(node.children());
        if (node.task().equals(task)) {
          chosen.add(node.method());
        }
      }
    }
    if (!chosen.equals(Set.of(method))) {
      differences.add(
          "Expected the method " + method + " for " + task + ", but it is " + chosen + ".");
    }
  }

  private static Map<String, Set<String>> before(Plan plan) {
    Map<String, Set<String>> before = new HashMap<>();
    for (PlanStep step : plan.steps()) {
      Set<String> all = new HashSet<>(step.after());
      step.after().forEach(id -> all.addAll(before.getOrDefault(id, Set.of())));
      before.put(step.id(), all);
    }
    return before;
  }

  private static boolean comesBefore(
      Plan plan, Map<String, Set<String>> before, List<String> pair) {
    List<PlanStep> first =
        plan.steps().stream().filter(s -> s.action().equals(pair.get(0))).toList();
    List<PlanStep> second =
        plan.steps().stream().filter(s -> s.action().equals(pair.get(1))).toList();
    return !first.isEmpty()
        && !second.isEmpty()
        && second.stream()
            .allMatch(
                s ->
                    first.stream()
                        .allMatch(f -> before.getOrDefault(s.id(), Set.of()).contains(f.id())));
  }
}
