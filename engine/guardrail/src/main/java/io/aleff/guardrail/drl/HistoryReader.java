package io.aleff.guardrail.drl;

import io.aleff.guardrail.HistoryNeed;
import io.aleff.guardrail.facts.HistoryEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Finds out which history entries rules can match: those that fit the literals of a pattern. */
final class HistoryReader {

  private static final String TYPE = HistoryEntry.class.getSimpleName();

  /** Members that say the same in an entry and in the stored decision. */
  private static final Set<String> MEMBERS =
      Set.of("requester", "connector", "operation", "verdict");

  private HistoryReader() {}

  static HistoryNeed need(List<Rule> rules) {
    List<Map<String, String>> any = new ArrayList<>();
    for (Rule rule : rules) {
      patterns(rule.condition()).forEach(pattern -> any.add(literals(pattern)));
    }
    return any.stream().anyMatch(Map::isEmpty) ? HistoryNeed.ALL : new HistoryNeed(false, any);
  }

  private static Stream<Condition.Pattern> patterns(Condition condition) {
    return switch (condition) {
      case Condition.All all -> all.of().stream().flatMap(HistoryReader::patterns);
      case Condition.Any any -> any.of().stream().flatMap(HistoryReader::patterns);
      case Condition.None none -> patterns(none.of());
      case Condition.Exists exists -> patterns(exists.of());
      case Condition.Accumulate accumulate -> patterns(accumulate.source());
      case Condition.Pattern pattern ->
          pattern.type().equals(TYPE) ? Stream.of(pattern) : Stream.empty();
    };
  }

  /** The constraints of a pattern all hold, so each literal narrows it further. */
  private static Map<String, String> literals(Condition.Pattern pattern) {
    Map<String, String> literals = new LinkedHashMap<>();
    for (Condition.Constraint constraint : pattern.constraints()) {
      if (constraint.expression()
              instanceof
              Expr.Binary(String operator, Expr.Own(String property), Expr.Text(String value))
          && operator.equals("==")
          && MEMBERS.contains(property)) {
        literals.put(property, value);
      }
    }
    return literals;
  }
}
