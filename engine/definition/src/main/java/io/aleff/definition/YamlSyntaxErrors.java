package io.aleff.definition;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;

/** Says in the words of an author what the YAML parser stumbled over. */
final class YamlSyntaxErrors {

  private YamlSyntaxErrors() {}

  static Diagnostic explain(MarkedYamlEngineException e, YamlPlaces places) {
    Optional<Mark> mark = e.getProblemMark().or(e::getContextMark);
    String problem = oneLine(e.getProblem());
    String context = oneLine(e.getContext());
    String message = "Not valid YAML: " + (context.isEmpty() ? "" : context + ", ") + problem + ".";
    Diagnostic found =
        new Diagnostic("YAML-001", Diagnostic.Severity.ERROR, places.of(mark), message, null, null);
    String hint = hint(context + " " + problem, mark, places);
    return hint == null
        ? found
        : new Diagnostic(
            found.code(), found.severity(), found.location(), message, null, "Maybe " + hint);
  }

  private static @Nullable String hint(String problem, Optional<Mark> mark, YamlPlaces places) {
    String line = mark.map(m -> places.line(m.getLine())).orElse("");
    if (problem.contains("TAB") || line.stripTrailing().startsWith("\t")) {
      return "indent with spaces: YAML does not allow tabs there.";
    }
    if (problem.contains("mapping values are not allowed")) {
      return "put the text in quotes: it contains \": \".";
    }
    if (problem.contains("scanning an alias") || problem.contains("scanning an anchor")) {
      return "put the text in quotes: * and & mean something in YAML.";
    }
    if (problem.contains("cannot start any token")) {
      return "put the text in quotes: it begins with a character that means something in YAML.";
    }
    if (problem.contains("<block end>")) {
      return "align this line with the ones before: its indentation fits none of them.";
    }
    return null;
  }

  private static String oneLine(@Nullable String text) {
    return text == null ? "" : text.replaceAll("\\s+", " ").strip();
  }
}
