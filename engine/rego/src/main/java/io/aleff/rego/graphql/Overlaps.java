package io.aleff.rego.graphql;

import io.aleff.rego.graphql.GraphqlError.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Fields that give one name in the answer must be the same field: section 5.3.2 of the
 * specification. Every comparison is a step, because fragments can make them very many.
 */
final class Overlaps {

  /** Fields by their names in the answer, and the fragments named beside them. */
  private record Collected(Map<String, List<Ast.Field>> fields, List<Ast.Spread> spreads) {}

  private record Pair(String a, String b) {}

  /** Two fields that cannot be merged; {@code inner} says why when {@code why} is null. */
  private record Conflict(
      String name, @Nullable String why, List<Conflict> inner, @Nullable Position at) {

    String reason() {
      return why != null
          ? why
          : inner.stream()
              .map(one -> "subfields \"" + one.name + "\" conflict because " + one.reason())
              .collect(Collectors.joining(" and "));
    }
  }

  private final QueryCheck check;
  private final Meter meter;

  /** Pairs of fragments that were compared, and whether as alternatives. */
  private final Map<Pair, Boolean> compared = new HashMap<>();

  private Set<String> entered = new HashSet<>();
  private int depth;

  Overlaps(QueryCheck check, Meter meter) {
    this.check = check;
    this.meter = meter;
  }

  void within(List<Ast.Selection> selections) {
    Collected all = collect(selections);
    List<Conflict> conflicts = new ArrayList<>();
    for (List<Ast.Field> same : all.fields().values()) {
      for (int i = 0; i < same.size(); i++) {
        for (int j = i + 1; j < same.size(); j++) {
          compare(conflicts, false, same.get(i), same.get(j));
        }
      }
    }
    entered = new HashSet<>();
    for (int i = 0; i < all.spreads().size(); i++) {
      Ast.Spread first = all.spreads().get(i);
      withFragment(conflicts, false, all, first);
      for (int j = i + 1; j < all.spreads().size(); j++) {
        fragments(conflicts, false, first, all.spreads().get(j));
      }
    }
    for (Conflict conflict : conflicts) {
      check.findings.add(
          "Fields \"%s\" conflict because %s. Use different aliases on the fields to fetch both if this was intentional."
              .formatted(conflict.name(), conflict.reason()),
          conflict.at());
    }
  }

  private Collected collect(List<Ast.Selection> selections) {
    Collected out = new Collected(new LinkedHashMap<>(), new ArrayList<>());
    collect(selections, out);
    return out;
  }

  private void collect(List<Ast.Selection> selections, Collected out) {
    for (Ast.Selection selection : selections) {
      meter.step();
      switch (selection) {
        case Ast.Field field ->
            out.fields().computeIfAbsent(answered(field), name -> new ArrayList<>()).add(field);
        case Ast.Inline inline -> collect(inline.selections(), out);
        case Ast.Spread spread -> out.spreads().add(spread);
      }
    }
  }

  private static String answered(Ast.Field field) {
    return field.alias().isEmpty() ? field.name() : field.alias();
  }

  private void withFragment(
      List<Conflict> conflicts, boolean exclusive, Collected fields, Ast.Spread spread) {
    Ast.Fragment fragment = check.query.fragment(spread.name());
    if (!entered.add(spread.name()) || fragment == null) {
      return;
    }
    Collected inner = collect(fragment.selections());
    between(conflicts, exclusive, fields, inner);
    for (Ast.Spread next : inner.spreads()) {
      if (!next.name().equals(spread.name())) {
        withFragment(conflicts, exclusive, fields, next);
      }
    }
  }

  private void fragments(List<Conflict> conflicts, boolean exclusive, Ast.Spread a, Ast.Spread b) {
    if (a.name().equals(b.name())) {
      return;
    }
    Boolean before = compared.get(new Pair(a.name(), b.name()));
    if (before != null && (exclusive || !before)) {
      return;
    }
    compared.put(new Pair(a.name(), b.name()), exclusive);
    compared.put(new Pair(b.name(), a.name()), exclusive);
    Ast.Fragment first = check.query.fragment(a.name());
    Ast.Fragment second = check.query.fragment(b.name());
    if (first == null || second == null) {
      return;
    }
    Collected ofFirst = collect(first.selections());
    Collected ofSecond = collect(second.selections());
    between(conflicts, exclusive, ofFirst, ofSecond);
    for (Ast.Spread next : ofSecond.spreads()) {
      fragments(conflicts, exclusive, a, next);
    }
    for (Ast.Spread next : ofFirst.spreads()) {
      fragments(conflicts, exclusive, next, b);
    }
  }

  private void between(List<Conflict> conflicts, boolean exclusive, Collected a, Collected b) {
    a.fields()
        .forEach(
            (name, fields) -> {
              for (Ast.Field first : fields) {
                for (Ast.Field second : b.fields().getOrDefault(name, List.of())) {
                  compare(conflicts, exclusive, first, second);
                }
              }
            });
  }

  private void compare(List<Conflict> conflicts, boolean exclusive, Ast.Field a, Ast.Field b) {
    meter.step();
    Ast.Definition ownerA = check.owners.get(a);
    Ast.Definition ownerB = check.owners.get(b);
    if (ownerA == null || ownerB == null) {
      return;
    }
    Ast.FieldDefinition definitionA = check.definitions.get(a);
    Ast.FieldDefinition definitionB = check.definitions.get(b);
    boolean apart =
        exclusive
            || (!ownerA.name().equals(ownerB.name())
                && ownerA.kind() == Ast.Kind.OBJECT
                && ownerB.kind() == Ast.Kind.OBJECT
                && definitionA != null
                && definitionB != null);
    String why = null;
    if (!apart && !a.name().equals(b.name())) {
      why = "\"%s\" and \"%s\" are different fields".formatted(a.name(), b.name());
    } else if (!apart && !same(a.arguments(), b.arguments())) {
      why = "they have differing arguments";
    } else if (definitionA != null
        && definitionB != null
        && conflict(definitionA.type(), definitionB.type())) {
      why =
          "they return conflicting types \"%s\" and \"%s\""
              .formatted(definitionA.type(), definitionB.type());
    }
    if (why != null) {
      conflicts.add(new Conflict(answered(a), why, List.of(), b.at()));
      return;
    }
    List<Conflict> inner = inside(apart, a.selections(), b.selections());
    if (!inner.isEmpty()) {
      conflicts.add(new Conflict(answered(a), null, inner, b.at()));
    }
  }

  private List<Conflict> inside(
      boolean exclusive, List<Ast.Selection> selectionsA, List<Ast.Selection> selectionsB) {
    meter.nested(++depth);
    List<Conflict> conflicts = new ArrayList<>();
    Collected a = collect(selectionsA);
    Collected b = collect(selectionsB);
    between(conflicts, exclusive, a, b);
    for (Ast.Spread spread : b.spreads()) {
      entered = new HashSet<>();
      withFragment(conflicts, exclusive, a, spread);
    }
    for (Ast.Spread spread : a.spreads()) {
      entered = new HashSet<>();
      withFragment(conflicts, exclusive, b, spread);
    }
    for (Ast.Spread first : a.spreads()) {
      for (Ast.Spread second : b.spreads()) {
        fragments(conflicts, exclusive, first, second);
      }
    }
    depth--;
    return conflicts;
  }

  private boolean same(List<Ast.Argument> a, List<Ast.Argument> b) {
    meter.work((long) a.size() * b.size());
    return a.size() == b.size()
        && a.stream()
            .allMatch(
                one ->
                    b.stream()
                        .anyMatch(
                            other ->
                                one.name().equals(other.name())
                                    && one.value().kind() == other.value().kind()
                                    && one.value().raw().equals(other.value().raw())));
  }

  private boolean conflict(Ast.Type a, Ast.Type b) {
    Ast.Type ofA = a.of();
    Ast.Type ofB = b.of();
    if (ofA != null || ofB != null) {
      return ofA == null || ofB == null || conflict(ofA, ofB);
    }
    if (a.nonNull() != b.nonNull()) {
      return true;
    }
    Ast.Definition typeA = check.schema.type(a.named());
    Ast.Definition typeB = check.schema.type(b.named());
    return typeA != null
        && typeB != null
        && typeA.kind().isLeaf()
        && typeB.kind().isLeaf()
        && !typeA.name().equals(typeB.name());
  }
}
