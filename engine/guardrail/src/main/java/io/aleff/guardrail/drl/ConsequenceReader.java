package io.aleff.guardrail.drl;

import io.aleff.guardrail.drl.ExprParser.Typed;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Reads what stands after {@code then}: nothing but {@code insert(new Signal(…));} statements. */
final class ConsequenceReader {

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9]*([._-][a-z0-9]+)*");
  private static final String FORM = "insert(new Signal(\"name\", weight, \"evidence\"));";
  private static final int LONGEST_NAME = 64;

  private ConsequenceReader() {}

  static List<Rule.Insertion> read(String text, int base, Findings findings, Scope scope) {
    List<Rule.Insertion> insertions = new ArrayList<>();
    try {
      ExprParser parser = new ExprParser(text, base, findings, scope, Map.of());
      while (parser.peek().type() != Token.Type.END) {
        insertions.add(insertion(parser, findings));
      }
    } catch (Unreadable reported) {
      return insertions;
    }
    if (insertions.isEmpty()) {
      findings.report("DRL-012", base, "The rule inserts no signal.", FORM);
    }
    return insertions;
  }

  private static Rule.Insertion insertion(ExprParser parser, Findings findings) throws Unreadable {
    for (String word : List.of("insert", "(", "new", "Signal", "(")) {
      if (!parser.peek().is(word)) {
        throw parser.fail(
            "DRL-012",
            parser.peek().offset(),
            "A consequence may only insert signals; found " + parser.peek().words() + ".",
            FORM);
      }
      parser.take();
    }
    String name = signalName(parser, findings);
    parser.expect(",");
    Typed weight = parser.expression();
    parser.expect(",");
    Typed evidence = parser.expression();
    parser.expect(")");
    parser.expect(")");
    parser.expect(";");
    ExprTypes types = new ExprTypes(findings);
    types.require(weight, Kind.NUMBER);
    types.require(evidence, Kind.TEXT);
    return new Rule.Insertion(name, weight.expr(), evidence.expr());
  }

  private static String signalName(ExprParser parser, Findings findings) {
    Token token = parser.take();
    boolean good =
        token.type() == Token.Type.TEXT
            && token.text().length() <= LONGEST_NAME
            && NAME.matcher(token.text()).matches();
    if (!good) {
      findings.report(
          "DRL-012",
          token.offset(),
          "A signal cannot be named " + token.words() + ".",
          "a string literal of lower-case words, for example \"amount-splitting\"");
    }
    return token.text();
  }
}
