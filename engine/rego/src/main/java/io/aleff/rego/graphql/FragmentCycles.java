package io.aleff.rego.graphql;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** A fragment does not spread itself: section 5.5.2.2 of the specification. */
final class FragmentCycles {

  private final Ast.Query query;
  private final Findings findings;
  private final Set<String> visited = new HashSet<>();
  private final List<Ast.Spread> path = new ArrayList<>();
  private final Map<String, Integer> onPath = new HashMap<>();

  FragmentCycles(Ast.Query query, Findings findings) {
    this.query = query;
    this.findings = findings;
  }

  void check(Ast.Fragment fragment) {
    if (!visited.add(fragment.name())) {
      return;
    }
    List<Ast.Spread> spreads = spreads(fragment.selections());
    onPath.put(fragment.name(), path.size());
    for (Ast.Spread spread : spreads) {
      Integer start = onPath.get(spread.name());
      path.add(spread);
      if (start == null) {
        Ast.Fragment next = query.fragment(spread.name());
        if (next != null) {
          check(next);
        }
      } else {
        List<Ast.Spread> cycle = path.subList(start, path.size() - 1);
        String via =
            cycle.stream().map(one -> "\"" + one.name() + "\"").collect(Collectors.joining(", "));
        findings.add(
            "Cannot spread fragment \"%s\" within itself%s."
                .formatted(spread.name(), via.isEmpty() ? "" : " via " + via),
            spread.at());
      }
      path.removeLast();
    }
    onPath.remove(fragment.name());
  }

  /** In the order in which OPA finds them: those of the last inner selection first. */
  private static List<Ast.Spread> spreads(List<Ast.Selection> selections) {
    List<Ast.Spread> out = new ArrayList<>();
    Deque<List<Ast.Selection>> open = new ArrayDeque<>();
    open.push(selections);
    while (!open.isEmpty()) {
      for (Ast.Selection selection : open.pop()) {
        switch (selection) {
          case Ast.Spread spread -> out.add(spread);
          case Ast.Field field -> open.push(field.selections());
          case Ast.Inline inline -> open.push(inline.selections());
        }
      }
    }
    return out;
  }
}
