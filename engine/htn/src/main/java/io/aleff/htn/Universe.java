package io.aleff.htn;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The objects of one planning problem: those of the world and the domain's constants, by type. */
final class Universe {

  private final Types types;
  private final Map<String, String> typeOf = new LinkedHashMap<>();
  private final Map<String, List<String>> byType = new HashMap<>();

  Universe(Domain domain, WorldState state) {
    types = domain.types();
    typeOf.putAll(domain.constants());
    typeOf.putAll(state.objects());
  }

  /** The objects of a type and its subtypes, in a fixed order. */
  List<String> of(String type) {
    return byType.computeIfAbsent(type, this::find);
  }

  private List<String> find(String type) {
    List<String> found = new ArrayList<>();
    typeOf.forEach(
        (name, own) -> {
          if (types.isA(own, type)) {
            found.add(name);
          }
        });
    return found;
  }

  /** Whether a value may stand for a variable of this type. */
  boolean fits(String value, String type) {
    if (type.equals(Types.STRING)) {
      return true;
    }
    if (type.equals(Types.NUMBER)) {
      return Literals.number(value) != null;
    }
    String own = typeOf.get(value);
    return own != null && types.isA(own, type);
  }
}
