package io.aleff.rego.graphql;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A subscription asks for one field: section 5.2.3 of the specification. */
final class Subscriptions {

  private Subscriptions() {}

  static void check(Ast.Query query, Ast.Operation operation, Findings findings) {
    Map<String, Ast.Field> fields = new LinkedHashMap<>();
    collect(query, operation.selections(), fields, new HashSet<>());
    String name =
        operation.name().isEmpty()
            ? "Anonymous Subscription"
            : "Subscription \"" + operation.name() + "\"";
    if (fields.size() > 1) {
      findings.add(
          name + " must select only one top level field.",
          List.copyOf(fields.values()).get(1).at());
    }
    for (Ast.Field field : fields.values()) {
      if (field.name().startsWith("__")) {
        findings.add(name + " must not select an introspection top level field.", field.at());
      }
    }
  }

  private static void collect(
      Ast.Query query,
      List<Ast.Selection> selections,
      Map<String, Ast.Field> fields,
      Set<String> entered) {
    for (Ast.Selection selection : selections) {
      switch (selection) {
        case Ast.Field field -> fields.putIfAbsent(field.name(), field);
        case Ast.Inline inline -> collect(query, inline.selections(), fields, entered);
        case Ast.Spread spread -> {
          Ast.Fragment fragment = query.fragment(spread.name());
          if (fragment == null) {
            return;
          }
          if (entered.add(fragment.name())) {
            collect(query, fragment.selections(), fields, entered);
          }
        }
      }
    }
  }
}
