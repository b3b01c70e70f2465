package io.aleff.rego.explain;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.Tracer;
import io.aleff.rego.value.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Hears an evaluation and keeps, for each rule that was tried, what its expressions gave. What a
 * rule asked of other rules hangs below it. Used by one thread; keeps a bounded number of rules.
 */
public final class Explanation implements Tracer {

  private static final int MAX_RULES = 2_000;

  private final List<Tried> roots = new ArrayList<>();
  private final Deque<Tried> open = new ArrayDeque<>();
  private static final int MAX_NOTES = 1_000;

  private final List<String> notes = new ArrayList<>();
  private int count;
  private boolean cut;

  /**
   * One expression of a rule.
   *
   * @param holds how many solutions it had
   * @param fails how often it had none
   * @param values what its variables and inputs were the last time
   */
  public record Step(SourceLocation at, int holds, int fails, Map<String, Value> values) {

    /** Whether it stopped the rule. */
    public boolean stopped() {
      return holds == 0;
    }
  }

  /** A rule, or a branch of one, that was tried. */
  public static final class Tried {
    private final String path;
    private final SourceLocation at;
    private final SequencedMap<SourceLocation, Step> steps = new java.util.LinkedHashMap<>();
    private final List<Tried> asked = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();

    Tried(String path, SourceLocation at) {
      this.path = path;
      this.at = at;
    }

    /** For example {@code data.example.allow}. */
    public String path() {
      return path;
    }

    public SourceLocation at() {
      return at;
    }

    /** The expressions in the order they were first tried. */
    public List<Step> steps() {
      return List.copyOf(steps.values());
    }

    /** The rules this one asked. */
    public List<Tried> asked() {
      return List.copyOf(asked);
    }

    /** The value it gave, the members for a set; empty when it gave none. */
    public List<Value> values() {
      return List.copyOf(values);
    }
  }

  /** The rules that the query itself asked. */
  public List<Tried> roots() {
    return List.copyOf(roots);
  }

  /** Texts of {@code print} and {@code trace}, in order. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** Whether there were more rules than are kept. */
  public boolean cut() {
    return cut;
  }

  @Override
  public void enterRule(String path, SourceLocation rule) {
    Tried tried = new Tried(path, rule);
    if (++count > MAX_RULES) {
      cut = true;
    } else if (open.isEmpty()) {
      roots.add(tried);
    } else {
      open.getLast().asked.add(tried);
    }
    open.add(tried);
  }

  @Override
  public void ruleValue(String path, SourceLocation rule, Value value) {
    Tried tried = open.peekLast();
    if (tried != null && tried.values.size() < 100) {
      tried.values.add(value);
    }
  }

  @Override
  public void leaveRule(String path, SourceLocation rule) {
    open.pollLast();
  }

  @Override
  public void holds(SourceLocation expression, Bindings bindings) {
    step(expression, 1, 0, bindings);
  }

  @Override
  public void fails(SourceLocation expression, Bindings bindings) {
    step(expression, 0, 1, bindings);
  }

  private void step(SourceLocation at, int holds, int fails, Bindings bindings) {
    Tried tried = open.peekLast();
    if (tried == null) {
      return;
    }
    Step before = tried.steps.get(at);
    tried.steps.put(
        at,
        new Step(
            at,
            holds + (before == null ? 0 : before.holds),
            fails + (before == null ? 0 : before.fails),
            new TreeMap<>(bindings.values())));
  }

  @Override
  public void builtinError(SourceLocation call, String code, String message) {
    add(call + ": " + code + ": " + message);
  }

  @Override
  public void note(SourceLocation call, String text) {
    add(text);
  }

  private void add(String note) {
    if (notes.size() < MAX_NOTES) {
      notes.add(note);
    }
  }

  /** The last expression that stopped a rule asked by the query, or null. */
  public @Nullable Step stopping() {
    Step last = null;
    for (Tried root : roots) {
      for (Step step : root.steps.values()) {
        last = step.stopped() ? step : last;
      }
    }
    return last;
  }
}
