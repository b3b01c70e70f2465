package io.aleff.htn.verify;

import io.aleff.htn.Domain;
import io.aleff.htn.Types;
import io.aleff.htn.WorldState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** The objects of a problem and their types. */
final class World {

  private static final Pattern NUMBER = Pattern.compile("-?\\d+(\\.\\d+)?");

  private final Types types;
  private final Map<String, String> typeOf = new LinkedHashMap<>();
  private final Map<String, List<String>> byType = new HashMap<>();

  World(Domain domain, WorldState state) {
    types = domain.types();
    typeOf.putAll(domain.constants());
    typeOf.putAll(state.objects());
  }

  List<String> of(String type) {
    List<String> known = byType.get(type);
    if (known == null) {
      known = new ArrayList<>();
      for (Map.Entry<String, String> object : typeOf.entrySet()) {
        if (types.isA(object.getValue(), type)) {
          known.add(object.getKey());
        }
      }
      byType.put(type, known);
    }
    return known;
  }

  boolean fits(String value, String type) {
    if (type.equals(Types.NUMBER)) {
      return NUMBER.matcher(value).matches();
    }
    String own = typeOf.get(value);
    return type.equals(Types.STRING) || (own != null && types.isA(own, type));
  }
}
