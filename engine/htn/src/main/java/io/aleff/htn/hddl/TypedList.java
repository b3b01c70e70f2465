package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.htn.Findings;
import java.util.ArrayList;
import java.util.List;

/** Reads {@code a b - t c - (either u v) d}: names with the types behind them. */
final class TypedList {

  /**
   * @param types none for an untyped name, several after {@code either}
   */
  record Entry(Sexp.Word name, List<Sexp.Word> types) {}

  private TypedList() {}

  static List<Entry> read(List<Sexp> items, Findings findings) {
    List<Entry> entries = new ArrayList<>();
    List<Sexp.Word> untyped = new ArrayList<>();
    for (int i = 0; i < items.size(); i++) {
      Sexp item = items.get(i);
      if (item.is("-")) {
        List<Sexp.Word> types =
            i + 1 < items.size() ? types(items.get(++i), findings) : List.<Sexp.Word>of();
        if (types.isEmpty()) {
          findings.add(
              Diagnostic.error("HDDL-005", item.at(), "No type follows this dash.")
                  .expecting("a type, or (either type type …)"));
        }
        untyped.forEach(name -> entries.add(new Entry(name, types)));
        untyped.clear();
      } else if (item instanceof Sexp.Word word) {
        untyped.add(word);
      } else {
        findings.add(
            Diagnostic.error("HDDL-005", item.at(), "A parenthesis cannot stand here.")
                .expecting("a name"));
      }
    }
    untyped.forEach(name -> entries.add(new Entry(name, List.of())));
    return entries;
  }

  private static List<Sexp.Word> types(Sexp item, Findings findings) {
    return switch (item) {
      case Sexp.Word word -> List.of(word);
      case Sexp.Group group when group.head().equals("either") ->
          group.tail().stream()
              .filter(Sexp.Word.class::isInstance)
              .map(Sexp.Word.class::cast)
              .toList();
      case Sexp.Group group -> {
        findings.add(
            Diagnostic.error("HDDL-005", group.at(), group + " is no type.")
                .expecting("a type, or (either type type …)"));
        yield List.of();
      }
    };
  }
}
