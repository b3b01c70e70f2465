package io.aleff.runtime.run;

import io.aleff.htn.Domain;
import io.aleff.htn.Fact;
import io.aleff.htn.Goal;
import io.aleff.htn.GoalMatch;
import io.aleff.htn.GoalMatcher;
import io.aleff.htn.States;
import io.aleff.htn.Task;
import io.aleff.htn.WorldState;
import io.aleff.runtime.GoalRequest;
import io.aleff.runtime.GoalRequest.InputFile;
import io.aleff.runtime.Outcome;
import io.aleff.runtime.Outcome.Kind;
import io.aleff.runtime.release.CompiledRelease;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a request to a goal of the domain, and to what is known about the world at the start. */
final class Goals {

  private Goals() {}

  /**
   * @param words what the run is called
   * @param language of the phrase that matched
   */
  record Found(Goal goal, String words, @Nullable String language) {}

  static Outcome<Found> find(Domain domain, GoalRequest request) {
    String words = request.goal();
    String task = request.task();
    if (task != null) {
      return named(domain, task, request);
    }
    if (words == null || words.isBlank()) {
      return Outcome.refused(Kind.INVALID, "no-task", "Say a goal, or name a task.");
    }
    return switch (GoalMatcher.match(domain, words)) {
      case GoalMatch.Unmatched(List<String> nearest) ->
          Outcome.refused(Kind.INVALID, "no-task", "No task fits \"" + words + "\".", nearest);
      case GoalMatch.Matched matched -> {
        Map<String, String> arguments = new LinkedHashMap<>(matched.goal().arguments());
        arguments.putAll(request.arguments());
        yield Outcome.accepted(
            new Found(new Goal(matched.goal().task(), arguments), words, matched.language()));
      }
    };
  }

  private static Outcome<Found> named(Domain domain, String task, GoalRequest request) {
    Task known = domain.tasks().get(task);
    if (known == null) {
      return Outcome.refused(
          Kind.INVALID,
          "unknown-task",
          "There is no task \"" + task + "\".",
          List.copyOf(domain.tasks().keySet()));
    }
    Goal goal = new Goal(task, new LinkedHashMap<>(request.arguments()));
    String words = request.goal();
    return Outcome.accepted(new Found(goal, words == null ? rendered(goal) : words, null));
  }

  private static String rendered(Goal goal) {
    List<String> arguments = new ArrayList<>();
    goal.arguments().forEach((name, value) -> arguments.add(name + " " + value));
    return arguments.isEmpty() ? goal.task() : goal.task() + ": " + String.join(", ", arguments);
  }

  /** Objects of the goal, and what the definitions say about the files. */
  static WorldState world(CompiledRelease release, Goal goal, List<InputFile> files) {
    List<Fact> facts = new ArrayList<>();
    Map<Fact, BigDecimal> numbers = new LinkedHashMap<>();
    for (InputFile file : files) {
      facts.addAll(release.fileFacts().facts(file.name()));
      numbers.putAll(release.fileFacts().numbers(file.name(), file.size()));
    }
    return States.initial(release.domain(), goal, facts, numbers);
  }
}
