package io.aleff.htn;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The ground actions that tests exclude: by name all of them, or one with its arguments. */
final class Exclusions {

  private final Domain domain;
  private final Universe universe;

  Exclusions(Domain domain, WorldState state) {
    this.domain = domain;
    this.universe = new Universe(domain, state);
  }

  Map<GroundAction, String> of(Map<String, String> reasons) {
    Map<GroundAction, String> excluded = new LinkedHashMap<>();
    reasons.forEach(
        (text, reason) -> {
          int open = text.indexOf('(');
          Action action =
              domain.actions().get(open < 0 ? text.strip() : text.substring(0, open).strip());
          if (action != null && open >= 0) {
            String inside = text.substring(open + 1, Math.max(open + 1, text.lastIndexOf(')')));
            List<String> arguments =
                inside.isBlank()
                    ? List.of()
                    : List.of(inside.split(",")).stream().map(String::strip).toList();
            excluded.put(new GroundAction(action.name(), arguments), reason);
          } else if (action != null) {
            for (Map<String, String> choice :
                new Choices(universe, action.parameters(), Map.of())) {
              excluded.put(new GroundAction(action.name(), List.copyOf(choice.values())), reason);
            }
          }
        });
    return excluded;
  }
}
