package io.aleff.guardrail.drl;

import io.aleff.definition.CanonicalJson;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.Digest;
import io.aleff.definition.Json;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.HistoryNeed;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * Rules that passed the allow-list, and so may be compiled. Only {@link #check} makes one.
 *
 * <p>Codes: {@code DRL-001} syntax, {@code DRL-002} import, {@code DRL-003} construct outside of
 * rules, {@code DRL-004} attribute, {@code DRL-005} condition, {@code DRL-006} fact type, {@code
 * DRL-007} property, {@code DRL-008} variable, {@code DRL-009} expression, {@code DRL-010} method,
 * {@code DRL-011} type, {@code DRL-012} consequence, {@code DRL-013} rule name, {@code DRL-014}
 * regular expression, {@code DRL-015} accumulate, {@code DRL-016} annotation, {@code DRL-017} size.
 */
public final class RuleSet {

  private static final String PACKAGE = "aleff.rules.f";

  private final List<String> texts;
  private final String digest;
  private final int size;
  private final HistoryNeed history;

  private RuleSet(List<String> texts, List<Rule> rules) {
    this.texts = List.copyOf(texts);
    size = rules.size();
    history = HistoryReader.need(rules);
    ArrayNode array = Json.MAPPER.createArrayNode();
    texts.forEach(array::add);
    this.digest = Digest.sha256(CanonicalJson.of(array));
  }

  /**
   * @param rules null when any diagnostic is an error
   */
  public record Checked(@Nullable RuleSet rules, List<Diagnostic> diagnostics) {}

  /** Reads rule files and reports everything that is not allowed, in all of them. */
  public static Checked check(List<SourceText> files) {
    List<Diagnostic> diagnostics = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    Map<String, String> seen = new HashMap<>();
    List<Rule> rules = new ArrayList<>();
    List<SourceText> sorted =
        files.stream().sorted(Comparator.comparing(SourceText::path)).toList();
    for (SourceText file : sorted) {
      FileReader.Result result = FileReader.read(file);
      diagnostics.addAll(result.findings().diagnostics());
      for (Rule rule : result.rules()) {
        String before = seen.putIfAbsent(rule.name(), file.path());
        if (before != null) {
          diagnostics.add(
              Diagnostic.error(
                      "DRL-013",
                      file.start(),
                      "The rule \"" + rule.name() + "\" is already in " + before + ".")
                  .expecting("another name"));
        }
      }
      rules.addAll(result.rules());
      texts.add(RulePrinter.print(PACKAGE + texts.size(), result.rules()));
    }
    diagnostics.sort(Comparator.comparing(Diagnostic::location));
    return new Checked(
        diagnostics.isEmpty() ? new RuleSet(texts, rules) : null, List.copyOf(diagnostics));
  }

  /** What is compiled: DRL printed from the checked tree, one text per file. */
  public List<String> texts() {
    return texts;
  }

  /** SHA-256 over what is compiled. */
  public String digest() {
    return digest;
  }

  /** The earlier decisions that the rules look at. */
  public HistoryNeed history() {
    return history;
  }

  /** Number of rules. */
  public int size() {
    return size;
  }
}
