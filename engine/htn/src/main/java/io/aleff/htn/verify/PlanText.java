package io.aleff.htn.verify;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.htn.Findings;
import io.aleff.htn.HierarchicalPlan;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The competitions' format for hierarchical plans: between {@code ==>} and {@code <==} a line for
 * each action, {@code root} with the ids of the initial tasks, and a line for each decomposition
 * ({@code id task arguments -> method ids}).
 */
public final class PlanText {

  private static final Pattern BLANKS = Pattern.compile("\\s+");

  /**
   * @param plan null when any diagnostic is an error
   */
  public record Reading(@Nullable HierarchicalPlan plan, List<Diagnostic> diagnostics) {
    public Reading {
      diagnostics = List.copyOf(diagnostics);
    }
  }

  private final SourceText source;
  private final Findings findings = new Findings();
  private final List<HierarchicalPlan.Step> steps = new ArrayList<>();
  private final List<HierarchicalPlan.Decomposition> decompositions = new ArrayList<>();
  private final List<Integer> roots = new ArrayList<>();

  private PlanText(SourceText source) {
    this.source = source;
  }

  public static String print(HierarchicalPlan plan) {
    StringBuilder out = new StringBuilder("==>\n");
    plan.steps()
        .forEach(s -> out.append(s.id()).append(call(s.action(), s.arguments())).append('\n'));
    out.append("root").append(ids(plan.roots())).append('\n');
    for (HierarchicalPlan.Decomposition d : plan.decompositions()) {
      out.append(d.id())
          .append(call(d.task(), d.arguments()))
          .append(" -> ")
          .append(d.method())
          .append(ids(d.subtasks()))
          .append('\n');
    }
    return out.append("<==\n").toString();
  }

  private static String call(String name, List<String> arguments) {
    return " " + name + (arguments.isEmpty() ? "" : " ") + String.join(" ", arguments);
  }

  private static String ids(List<Integer> ids) {
    StringBuilder out = new StringBuilder();
    ids.forEach(id -> out.append(' ').append(id));
    return out.toString();
  }

  /** What stands before and after the markers is ignored: planners print their log there. */
  public static Reading read(SourceText source) {
    return new PlanText(source).read();
  }

  private Reading read() {
    List<String> lines = source.text().lines().toList();
    int start = lines.indexOf("==>");
    if (start < 0) {
      findings.add(
          Diagnostic.error("PLAN-001", source.start(), "There is no plan in this file.")
              .expecting("a line ==>, the plan, and a line <=="));
      return new Reading(null, findings.inOrder());
    }
    int end = start + 1;
    boolean rooted = false;
    while (end < lines.size() && !lines.get(end).strip().startsWith("<==")) {
      String line = lines.get(end).strip();
      rooted |= line.startsWith("root");
      if (!line.isEmpty()) {
        line(List.of(BLANKS.split(line)), new SourceLocation(source.path(), end + 1, 1));
      }
      end++;
    }
    SourceLocation last = new SourceLocation(source.path(), Math.max(1, end), 1);
    if (end == lines.size()) {
      findings.add(Diagnostic.error("PLAN-001", last, "The plan has no end.").expecting("<=="));
    } else if (!rooted) {
      findings.add(
          Diagnostic.error("PLAN-001", last, "The plan does not say what its roots are.")
              .expecting("root id …"));
    }
    HierarchicalPlan plan = new HierarchicalPlan(steps, decompositions, roots);
    return new Reading(findings.broken() ? null : plan, findings.inOrder());
  }

  private void line(List<String> words, SourceLocation at) {
    if (words.getFirst().equals("root")) {
      roots.addAll(numbers(words.subList(1, words.size()), at));
      return;
    }
    List<Integer> id = numbers(words.subList(0, 1), at);
    int arrow = words.indexOf("->");
    if (id.isEmpty()) {
      return;
    }
    if (words.size() < 2 || arrow == 1 || arrow == words.size() - 1) {
      findings.add(
          Diagnostic.error("PLAN-002", at, "This line is neither an action nor a decomposition.")
              .expecting("id action argument …, or id task argument … -> method id …"));
    } else if (arrow < 0) {
      steps.add(
          new HierarchicalPlan.Step(id.getFirst(), words.get(1), words.subList(2, words.size())));
    } else {
      decompositions.add(
          new HierarchicalPlan.Decomposition(
              id.getFirst(),
              words.get(1),
              words.subList(2, arrow),
              words.get(arrow + 1),
              numbers(words.subList(arrow + 2, words.size()), at)));
    }
  }

  private List<Integer> numbers(List<String> words, SourceLocation at) {
    List<Integer> numbers = new ArrayList<>();
    for (String word : words) {
      try {
        numbers.add(Integer.valueOf(word));
      } catch (NumberFormatException e) {
        findings.add(
            Diagnostic.error("PLAN-003", at, "\"" + word + "\" is no id.")
                .expecting("a whole number"));
      }
    }
    return numbers;
  }
}
