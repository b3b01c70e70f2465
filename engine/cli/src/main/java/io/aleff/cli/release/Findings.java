package io.aleff.cli.release;

import io.aleff.cli.run.Fields;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.DefinitionBundle;
import io.aleff.definition.Diagnostic;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Prints what is wrong with definitions. */
public final class Findings {

  private Findings() {}

  /** With the source line and a caret. */
  static void print(Terminal terminal, List<Diagnostic> findings, DefinitionBundle bundle) {
    for (Diagnostic finding : findings) {
      String text = finding.print(bundle.text(finding.location().path()));
      int end = text.indexOf(']') + 1;
      Style style = finding.isError() ? Style.BAD : Style.WARN;
      String safe = SafeText.lines(text);
      terminal.line(terminal.styled(style, safe.substring(0, end)) + safe.substring(end));
      terminal.line();
    }
  }

  /** The one line that sums up. */
  static void summary(Terminal terminal, List<Diagnostic> findings, int files) {
    long errors = findings.stream().filter(Diagnostic::isError).count();
    long warnings = findings.size() - errors;
    terminal.line("%d files, %d errors, %d warnings".formatted(files, errors, warnings));
  }

  /** As the service reports them. */
  public static ArrayNode json(List<Diagnostic> findings) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    for (Diagnostic finding : findings) {
      ObjectNode object = array.addObject();
      object.put("code", finding.code());
      object.put("severity", finding.severity().name().toLowerCase(Locale.ROOT));
      object.put("path", finding.location().path());
      object.put("line", finding.location().line());
      object.put("column", finding.location().column());
      object.put("message", finding.message());
      object.put("expected", finding.expected());
      object.put("hint", finding.hint());
    }
    return array;
  }

  /** The findings and failed tests with which the service refused a release. */
  public static void printProblem(Terminal terminal, JsonNode problem) {
    for (JsonNode finding : problem.path("diagnostics")) {
      String place =
          Fields.text(finding, "path")
              + ":"
              + Fields.text(finding, "line")
              + ":"
              + Fields.text(finding, "column");
      String head = Fields.text(finding, "severity") + "[" + Fields.text(finding, "code") + "]";
      terminal.note(terminal.styled(Style.BAD, head) + " " + Fields.text(finding, "message"));
      terminal.note("  --> " + place);
      String expected = Fields.text(finding, "expected");
      if (!expected.isEmpty()) {
        terminal.note("   = expected: " + expected);
      }
      String hint = Fields.text(finding, "hint");
      if (!hint.isEmpty()) {
        terminal.note("   = " + hint);
      }
    }
    for (JsonNode test : problem.path("tests")) {
      if (!test.path("passed").booleanValue(true)) {
        terminal.note(
            terminal.styled(Style.BAD, "test failed: ")
                + Fields.text(test, "name")
                + "  "
                + Fields.text(test, "location"));
        terminal.note("  " + Fields.text(test, "message"));
      }
    }
  }
}
