package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Collects what is wrong with the definitions being read. */
public final class Findings {

  /** More than a person would read; the rest of a hopeless file is not worth the memory. */
  private static final int MOST = 500;

  private final List<Diagnostic> found = new ArrayList<>();

  public void error(String code, SourceLocation place, String message) {
    add(Diagnostic.error(code, place, message));
  }

  public void warning(String code, SourceLocation place, String message) {
    add(Diagnostic.warning(code, place, message));
  }

  /** A name that nothing declares. */
  public void unknown(
      String code, SourceLocation place, String kind, String name, Collection<String> known) {
    if (found.size() == MOST) {
      return;
    }
    add(
        Diagnostic.error(code, place, "There is no " + kind + " \"" + name + "\".")
            .maybe(Suggestions.nearest(name, known)));
  }

  public void add(Diagnostic diagnostic) {
    if (found.size() < MOST && !found.contains(diagnostic)) {
      found.add(diagnostic);
    }
  }

  public boolean broken() {
    return found.stream().anyMatch(Diagnostic::isError);
  }

  /** By place. */
  public List<Diagnostic> inOrder() {
    return found.stream().sorted((a, b) -> a.location().compareTo(b.location())).toList();
  }
}
