package io.aleff.guardrail;

import io.aleff.rego.ast.Module;
import io.aleff.rego.ast.Term;
import io.aleff.rego.ast.Walk;
import io.aleff.rego.value.StringValue;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Whether Rego modules may look at {@code input.history}. */
final class HistoryUse {

  private static final String INPUT = "input";
  private static final StringValue HISTORY = new StringValue("history");

  private final Set<Term> heads = new HashSet<>();
  private boolean found;

  private HistoryUse() {}

  /** True also when the input is used as a whole, or by a name that is computed. */
  static boolean in(List<Module> modules) {
    HistoryUse use = new HistoryUse();
    for (Module module : modules) {
      for (Module.Import each : module.imports()) {
        List<String> path = each.path();
        use.found |=
            path.getFirst().equals(INPUT) && (path.size() == 1 || path.get(1).equals("history"));
      }
      module.rules().forEach(new Walk(literal -> {}, use::term)::rule);
    }
    return use.found;
  }

  private void term(Term term) {
    switch (term) {
      case Term.Ref ref when isInput(ref.head()) -> {
        heads.add(ref.head());
        boolean other =
            ref.path().getFirst() instanceof Term.Scalar name
                && name.value() instanceof StringValue text
                && !text.equals(HISTORY);
        found |= !other;
      }
      case Term.Var v when isInput(v) && !heads.contains(v) -> found = true;
      default -> {}
    }
  }

  private static boolean isInput(Term term) {
    return term instanceof Term.Var v && v.name().equals(INPUT);
  }
}
