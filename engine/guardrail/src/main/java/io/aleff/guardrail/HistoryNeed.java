package io.aleff.guardrail;

import java.util.List;
import java.util.Map;

/**
 * Which earlier decisions can make a difference to the policies of a release, so that no others
 * need to be read, sent and stored. It never leaves out one that could.
 *
 * @param all whether any may count; then {@code any} is empty
 * @param any each lists values that members of an entry must have, such as {@code verdict} {@code
 *     deny}; an entry counts when one of these fits. None at all: no entry counts.
 */
public record HistoryNeed(boolean all, List<Map<String, String>> any) {

  public static final HistoryNeed ALL = new HistoryNeed(true, List.of());
  public static final HistoryNeed NONE = new HistoryNeed(false, List.of());

  public HistoryNeed {
    any = all ? List.of() : any.stream().map(Map::copyOf).distinct().toList();
  }
}
