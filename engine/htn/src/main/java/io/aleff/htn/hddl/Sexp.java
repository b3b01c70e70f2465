package io.aleff.htn.hddl;

import io.aleff.definition.SourceLocation;
import java.util.List;
import java.util.Locale;

/** What HDDL is written in: words and groups in parentheses. */
sealed interface Sexp {

  SourceLocation at();

  /** A name, a variable, a number, a keyword or a sign. */
  record Word(String text, SourceLocation at) implements Sexp {
    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * A parenthesis and what it encloses.
   *
   * @param at its opening
   */
  record Group(List<Sexp> items, SourceLocation at) implements Sexp {

    /** The first word in lower case; empty when there is none. */
    String head() {
      return !items.isEmpty() && items.getFirst() instanceof Word word
          ? word.text().toLowerCase(Locale.ROOT)
          : "";
    }

    List<Sexp> tail() {
      return items.isEmpty() ? List.of() : items.subList(1, items.size());
    }

    @Override
    public String toString() {
      return "(" + String.join(" ", items.stream().limit(3).map(Sexp::toString).toList()) + ")";
    }
  }

  /** Whether this is the given word, whatever its case. */
  default boolean is(String word) {
    return this instanceof Word own && own.text().equalsIgnoreCase(word);
  }
}
