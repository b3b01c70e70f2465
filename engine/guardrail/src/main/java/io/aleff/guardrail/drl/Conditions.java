package io.aleff.guardrail.drl;

import java.util.List;
import java.util.stream.Stream;

/** Walks over conditions. */
final class Conditions {

  private Conditions() {}

  static List<String> factTypes(Condition condition) {
    return types(condition).distinct().toList();
  }

  private static Stream<String> types(Condition condition) {
    return switch (condition) {
      case Condition.All all -> all.of().stream().flatMap(Conditions::types);
      case Condition.Any any -> any.of().stream().flatMap(Conditions::types);
      case Condition.None none -> types(none.of());
      case Condition.Exists exists -> types(exists.of());
      case Condition.Pattern pattern -> Stream.of(pattern.type());
      case Condition.Accumulate accumulate -> types(accumulate.source());
    };
  }
}
