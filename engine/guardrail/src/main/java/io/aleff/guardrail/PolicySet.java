package io.aleff.guardrail;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.Digest;
import io.aleff.definition.SourceText;
import io.aleff.guardrail.drl.RuleSet;
import io.aleff.rego.Policy;
import io.aleff.rego.Rego;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The Rego policies and Drools rules of one release, compiled and checked. Immutable.
 *
 * <p>Files that end with {@code _test.rego} take no part in decisions.
 */
public final class PolicySet {

  private static final String TESTS = "_test.rego";

  private final Policy policy;
  private final RuleSet rules;
  private final List<String> packages;
  private final String digest;
  private final HistoryNeed history;

  private PolicySet(
      Policy policy, RuleSet rules, List<String> packages, String digest, HistoryNeed history) {
    this.policy = policy;
    this.rules = rules;
    this.packages = packages;
    this.digest = digest;
    this.history = history;
  }

  /**
   * @param policies null when any diagnostic is an error
   */
  public record Compilation(@Nullable PolicySet policies, List<Diagnostic> diagnostics) {}

  /**
   * Compiles all files and reports what is wrong with any. {@code GUARD-001}: no package under
   * {@code aleff.guardrails}.
   */
  public static Compilation compile(List<SourceText> rego, List<SourceText> drl) {
    List<SourceText> deciding = rego.stream().filter(t -> !t.path().endsWith(TESTS)).toList();
    Rego.Compilation compiled = Rego.compile(deciding);
    RuleSet.Checked checked = RuleSet.check(drl);
    List<Diagnostic> diagnostics = new ArrayList<>(compiled.diagnostics());
    diagnostics.addAll(checked.diagnostics());
    Policy policy = compiled.policy();
    List<String> packages = policy == null ? List.of() : guardrails(policy);
    if (policy != null && packages.isEmpty()) {
      SourceText first = deciding.isEmpty() ? new SourceText("policies/rego", "") : deciding.get(0);
      diagnostics.add(
          Diagnostic.error("GUARD-001", first.start(), "No policy can allow anything.")
              .expecting("a package below " + Verdicts.ROOT));
    }
    RuleSet rules = checked.rules();
    boolean broken = diagnostics.stream().anyMatch(Diagnostic::isError);
    if (broken || policy == null || rules == null) {
      return new Compilation(null, List.copyOf(diagnostics));
    }
    HistoryNeed history = HistoryUse.in(policy.modules()) ? HistoryNeed.ALL : rules.history();
    PolicySet policies = new PolicySet(policy, rules, packages, digest(deciding, drl), history);
    return new Compilation(policies, List.copyOf(diagnostics));
  }

  private static List<String> guardrails(Policy policy) {
    return policy.packages().stream()
        .filter(p -> p.equals(Verdicts.ROOT) || p.startsWith(Verdicts.ROOT + "."))
        .toList();
  }

  private static String digest(List<SourceText> rego, List<SourceText> drl) {
    StringBuilder all = new StringBuilder();
    Stream.concat(rego.stream(), drl.stream())
        .sorted(Comparator.comparing(SourceText::path))
        .forEach(
            file -> {
              all.append(Digest.sha256(file.path())).append(' ');
              all.append(Digest.sha256(file.text())).append('\n');
            });
    return Digest.sha256(all.toString());
  }

  /** SHA-256 over the paths and contents of everything that decides. */
  public String digest() {
    return digest;
  }

  /** The Drools rules, to compile before the first decision. */
  public RuleSet rules() {
    return rules;
  }

  /** The earlier decisions that policies or rules look at. */
  HistoryNeed history() {
    return history;
  }

  Policy policy() {
    return policy;
  }

  /** The packages whose verdict counts. */
  List<String> packages() {
    return packages;
  }
}
