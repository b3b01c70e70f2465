package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import io.aleff.htn.Findings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The keywords of a definition such as {@code (:action name :parameters (…) …)} with their values.
 */
final class Section {

  private final Map<String, Sexp> values = new LinkedHashMap<>();
  private final SourceLocation at;

  /**
   * @param items the keywords and values, without what comes before the first keyword
   * @param known keyword by each of its spellings
   */
  Section(
      SourceLocation at,
      String what,
      List<Sexp> items,
      Map<String, String> known,
      Findings findings) {
    this.at = at;
    for (int i = 0; i < items.size(); i++) {
      Sexp item = items.get(i);
      String keyword = item instanceof Sexp.Word word ? word.text().toLowerCase(Locale.ROOT) : "";
      String key = known.get(keyword);
      if (key == null) {
        findings.add(
            Diagnostic.error("HDDL-003", item.at(), item + " does not belong in " + what + ".")
                .expecting("one of " + String.join(", ", known.keySet()))
                .maybe(Suggestions.nearest(item.toString(), known.keySet())));
        boolean hasValue = keyword.startsWith(":") && i + 1 < items.size();
        i += hasValue && items.get(i + 1) instanceof Sexp.Group ? 1 : 0;
      } else if (i + 1 == items.size() || isKeyword(items.get(i + 1))) {
        findings.error("HDDL-003", item.at(), item + " has no value.");
      } else if (values.putIfAbsent(key, items.get(++i)) != null) {
        findings.error("HDDL-004", item.at(), item + " is there twice.");
      }
    }
  }

  private static boolean isKeyword(Sexp item) {
    return item instanceof Sexp.Word word && word.text().startsWith(":");
  }

  SourceLocation at() {
    return at;
  }

  @Nullable Sexp get(String key) {
    return values.get(key);
  }

  boolean has(String key) {
    return values.containsKey(key);
  }

  /** The items of a group; empty when it is absent. */
  List<Sexp> list(String key, Findings findings) {
    Sexp value = values.get(key);
    if (value instanceof Sexp.Word) {
      findings.add(
          Diagnostic.error("HDDL-003", value.at(), "\"" + value + "\" is no value of " + key + ".")
              .expecting("a parenthesis"));
    }
    return value instanceof Sexp.Group group ? group.items() : List.of();
  }

  /** What HDDL allows and only means something when it is empty, as in {@code :effect ()}. */
  void mustBeEmpty(String key, String of, Findings findings) {
    Sexp value = values.get(key);
    if (value == null || isEmpty(value)) {
      return;
    }
    findings.add(
        Diagnostic.error("HDDL-034", value.at(), "The " + key + " of a " + of + " is not read.")
            .expecting(key + " ()")
            .advising("it belongs to the methods or actions below"));
  }

  private static boolean isEmpty(Sexp value) {
    return value instanceof Sexp.Group group
        && (group.items().isEmpty() || (group.head().equals("and") && group.tail().isEmpty()));
  }
}
