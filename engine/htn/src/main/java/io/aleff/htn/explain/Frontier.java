package io.aleff.htn.explain;

import io.aleff.htn.Expression;
import io.aleff.htn.Formula;
import io.aleff.htn.Substitution;
import io.aleff.htn.Subtask;
import io.aleff.htn.Term;
import io.aleff.htn.verify.Replay;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The tasks and actions of a plan that are still to be done at a moment, and their order. */
final class Frontier {

  private static final class Open {
    private final Subtask subtask;
    private final Formula guard;
    private final Set<Integer> waits = new LinkedHashSet<>();
    private final Set<Integer> dependents = new LinkedHashSet<>();

    Open(Subtask subtask, Formula guard) {
      this.subtask = subtask;
      this.guard = guard;
    }
  }

  private final Course course;
  private final Map<Integer, Open> open = new LinkedHashMap<>();

  Frontier(Course course) {
    this.course = course;
  }

  /** The task network of all that is open. */
  List<Subtask> network(int instead, String name) {
    List<Subtask> network = new ArrayList<>();
    open.forEach(
        (id, node) -> {
          Set<String> after = new LinkedHashSet<>();
          node.waits.forEach(before -> after.add(label(before)));
          List<Term> arguments =
              course.arguments(id).stream().map(a -> (Term) new Term.Constant(a)).toList();
          network.add(
              new Subtask(
                  label(id),
                  id == instead ? name : course.name(id),
                  arguments,
                  after,
                  node.guard,
                  Expression.ZERO,
                  node.subtask.priority()));
        });
    return network;
  }

  private static String label(int id) {
    return "n" + id;
  }

  void passed(Course.Event event, Map<String, String> binding) {
    switch (event) {
      case Course.Run run -> replace(run.step().id(), Set.of());
      case Course.Choose choose -> {
        Replay.Taken taken = choose.taken();
        Map<String, Integer> byLabel = new LinkedHashMap<>();
        Set<Integer> last = new LinkedHashSet<>(taken.children());
        for (int i = 0; i < taken.children().size(); i++) {
          Subtask subtask = taken.method().subtasks().get(i);
          byLabel.put(subtask.id(), taken.children().get(i));
          Formula guard = Substitution.of(subtask.precondition(), binding);
          open.put(taken.children().get(i), new Open(subtask, guard));
        }
        for (int child : taken.children()) {
          for (String before : new HashSet<>(subtask(child).after())) {
            Integer earlier = byLabel.get(before);
            if (earlier != null) {
              wait(child, earlier);
              last.remove(earlier);
            }
          }
        }
        replace(taken.id(), last);
      }
    }
  }

  private Subtask subtask(int id) {
    return java.util.Objects.requireNonNull(open.get(id)).subtask;
  }

  private void wait(int later, int earlier) {
    Open first = open.get(earlier);
    Open second = open.get(later);
    if (first != null && second != null) {
      second.waits.add(earlier);
      first.dependents.add(later);
    }
  }

  /** What waited for a node now waits for the last ones below it. */
  private void replace(int id, Set<Integer> last) {
    Open gone = open.remove(id);
    if (gone == null) {
      return;
    }
    for (int dependent : gone.dependents) {
      Open later = open.get(dependent);
      if (later != null) {
        later.waits.remove(id);
        last.forEach(end -> wait(dependent, end));
      }
    }
  }
}
