package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads facts about particular objects, which need no declaration. */
final class GroundFactReader {

  private final Domain domain;
  private final Findings findings;

  GroundFactReader(Domain domain, Findings findings) {
    this.domain = domain;
    this.findings = findings;
  }

  @Nullable Fact fact(ExpressionText text) {
    return read(text, "predicate", "HTN-010", domain.predicates());
  }

  @Nullable Fact fluent(ExpressionText text) {
    return read(text, "function", "HTN-011", domain.functions());
  }

  private @Nullable Fact read(
      ExpressionText text, String kind, String code, Map<String, List<String>> signatures) {
    List<Token> tokens = new Lexer(text, findings).tokens();
    Token name = tokens.getFirst();
    List<String> types = signatures.get(name.text());
    if (types == null) {
      findings.unknown(code, text.location(name.offset()), kind, name.text(), signatures.keySet());
      return null;
    }
    List<String> arguments = arguments(tokens);
    if (arguments == null) {
      findings.add(
          Diagnostic.error(
                  "HTN-003",
                  text.location(0),
                  "\"" + text.text() + "\" is no " + kind + " with arguments.")
              .expecting(name.text() + "(" + String.join(", ", types) + ")"));
      return null;
    }
    if (arguments.size() != types.size()) {
      findings.add(
          Diagnostic.error(
                  "HTN-015",
                  text.location(0),
                  "\"" + name.text() + "\" has " + arguments.size() + " arguments here.")
              .expecting(name.text() + "(" + String.join(", ", types) + ")"));
      return null;
    }
    for (int i = 0; i < arguments.size(); i++) {
      String number = types.get(i).equals(Types.NUMBER) ? Literals.number(arguments.get(i)) : null;
      arguments.set(i, number == null ? arguments.get(i) : number);
    }
    return new Fact(name.text(), List.copyOf(arguments));
  }

  private static @Nullable List<String> arguments(List<Token> tokens) {
    List<String> arguments = new ArrayList<>();
    int last = tokens.size() - 2;
    if (last == 0) {
      return arguments;
    }
    if (last < 2 || !tokens.get(1).is("(") || !tokens.get(last).is(")")) {
      return null;
    }
    for (int i = 2; i < last; i++) {
      boolean comma = tokens.get(i).is(",");
      if (comma != (i % 2 == 1) || (!comma && tokens.get(i).kind() == Token.Kind.SYMBOL)) {
        return null;
      }
      if (!comma) {
        arguments.add(tokens.get(i).text());
      }
    }
    return arguments;
  }
}
