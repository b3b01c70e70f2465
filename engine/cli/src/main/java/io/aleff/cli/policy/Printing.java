package io.aleff.cli.policy;

import io.aleff.cli.release.Findings;
import io.aleff.cli.terminal.SafeText;
import io.aleff.cli.terminal.Style;
import io.aleff.cli.terminal.Terminal;
import io.aleff.definition.Diagnostic;
import java.util.List;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Findings for people on the error stream, for programs on the output. */
final class Printing {

  private Printing() {}

  static void findings(
      Terminal terminal, PolicyFiles files, List<Diagnostic> findings, boolean json) {
    if (json) {
      ObjectNode answer =
          JsonNodeFactory.instance
              .objectNode()
              .put("ok", findings.stream().noneMatch(Diagnostic::isError));
      answer.set("diagnostics", Findings.json(findings));
      terminal.json(answer);
      return;
    }
    for (Diagnostic finding : findings) {
      String text = SafeText.lines(finding.print(files.source(finding.location().path())));
      int end = text.indexOf(']') + 1;
      Style style = finding.isError() ? Style.BAD : Style.WARN;
      terminal.note(terminal.styled(style, text.substring(0, end)) + text.substring(end));
      terminal.note("");
    }
  }
}
