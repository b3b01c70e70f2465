package io.aleff.rego.coverage;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.Tracer;
import io.aleff.rego.ast.Module;
import io.aleff.rego.ast.Rule;
import io.aleff.rego.ast.Walk;
import io.aleff.rego.value.Value;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects which lines were reached: a rule by giving a value, an expression by being tried. Used
 * by one thread at a time.
 */
public final class Coverage implements Tracer {

  private final Map<String, Set<Integer>> reached = new HashMap<>();

  /** The lines of one file, numbered from 1. */
  public record FileCoverage(Set<Integer> covered, Set<Integer> notCovered) {

    /** Percent of the lines with rules or expressions, with at most two decimals. */
    public double percent() {
      return percentOf(covered.size(), notCovered.size());
    }
  }

  /** All files by path. */
  public record Report(SortedMap<String, FileCoverage> files) {

    /** Percent over all files. */
    public double percent() {
      return percentOf(
          files.values().stream().mapToInt(f -> f.covered().size()).sum(),
          files.values().stream().mapToInt(f -> f.notCovered().size()).sum());
    }

    /** In the format of {@code opa test --coverage}. */
    public ObjectNode json() {
      ObjectNode out = JsonNodeFactory.instance.objectNode();
      ObjectNode all = out.putObject("files");
      files.forEach(
          (path, file) -> {
            ObjectNode one = all.putObject(path);
            ranges(one, "covered", file.covered());
            ranges(one, "not_covered", file.notCovered());
            lines(one, file.covered().size(), file.notCovered().size());
          });
      lines(
          out,
          files.values().stream().mapToInt(f -> f.covered().size()).sum(),
          files.values().stream().mapToInt(f -> f.notCovered().size()).sum());
      return out;
    }
  }

  @Override
  public void ruleValue(String path, SourceLocation rule, Value value) {
    reach(rule);
  }

  @Override
  public void tryExpression(SourceLocation expression, Bindings bindings) {
    reach(expression);
  }

  private void reach(SourceLocation at) {
    reached.computeIfAbsent(at.path(), p -> new TreeSet<>()).add(at.line());
  }

  /** What was reached in these modules so far. */
  public Report report(Collection<Module> modules) {
    SortedMap<String, FileCoverage> files = new TreeMap<>();
    for (Module module : modules) {
      String path = module.source().path();
      Set<Integer> lines = new TreeSet<>();
      Walk walk = new Walk(literal -> lines.add(literal.location().line()), term -> {});
      for (Rule rule : module.rules()) {
        walk.rule(rule);
        for (Rule branch = rule; branch != null; branch = branch.orElse()) {
          lines.add(branch.location().line());
        }
      }
      Set<Integer> covered = new TreeSet<>(reached.getOrDefault(path, Set.of()));
      covered.retainAll(lines);
      lines.removeAll(covered);
      files.put(path, new FileCoverage(covered, lines));
    }
    return new Report(files);
  }

  private static double percentOf(int covered, int notCovered) {
    int all = covered + notCovered;
    return all == 0
        ? 100
        : BigDecimal.valueOf(100.0 * covered / all).setScale(2, RoundingMode.HALF_UP).doubleValue();
  }

  private static void lines(ObjectNode out, int covered, int notCovered) {
    if (covered > 0) {
      out.put("covered_lines", covered);
    }
    if (notCovered > 0) {
      out.put("not_covered_lines", notCovered);
    }
    out.put("coverage", percentOf(covered, notCovered));
  }

  private static void ranges(ObjectNode out, String name, Set<Integer> lines) {
    if (lines.isEmpty()) {
      return;
    }
    ArrayNode array = out.putArray(name);
    List<Integer> sorted = List.copyOf(new TreeSet<>(lines));
    for (int i = 0; i < sorted.size(); ) {
      int start = sorted.get(i);
      int end = start;
      while (++i < sorted.size() && sorted.get(i) == end + 1) {
        end++;
      }
      ObjectNode range = array.addObject();
      range.putObject("start").put("row", start);
      range.putObject("end").put("row", end);
    }
  }
}
