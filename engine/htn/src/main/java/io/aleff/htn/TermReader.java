package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what a word means as an argument: a variable, a declared constant, or a literal. */
final class TermReader {

  private final Names names;
  private final Types types;
  private final Findings findings;

  TermReader(Names names, Findings findings) {
    this.names = names;
    this.types = names.types();
    this.findings = findings;
  }

  /**
   * @param wanted the type that the place asks for; null when any will do
   * @return null after a finding
   */
  @Nullable Term read(Token token, @Nullable String wanted, Scope scope, SourceLocation place) {
    if (token.kind() == Token.Kind.TEXT || token.kind() == Token.Kind.NUMBER) {
      return literal(token, wanted, place);
    }
    String name = token.text();
    String variable = scope.type(name);
    if (variable != null) {
      return fits(name, variable, wanted, place) ? new Term.Variable(name) : null;
    }
    if (wanted != null && Types.isLiteral(wanted)) {
      warnOfMisspelling(name, scope, place);
      return literal(token, wanted, place);
    }
    String type = names.constants.get(name);
    if (type != null) {
      return fits(name, type, wanted, place) ? new Term.Constant(name) : null;
    }
    List<String> known = new ArrayList<>(scope.names());
    known.addAll(names.constants.keySet());
    findings.unknown("HTN-012", place, "parameter or constant", name, known);
    return null;
  }

  /** The type of a word as far as it can be known without its place. */
  @Nullable String typeOf(Token token, Scope scope) {
    return switch (token.kind()) {
      case TEXT -> Types.STRING;
      case NUMBER -> Types.NUMBER;
      case NAME -> {
        String variable = scope.type(token.text());
        yield variable != null ? variable : names.constants.get(token.text());
      }
      case SYMBOL, END -> null;
    };
  }

  private boolean fits(String name, String type, @Nullable String wanted, SourceLocation place) {
    if (wanted == null || !types.exists(wanted) || types.isA(type, wanted)) {
      return true;
    }
    findings.add(
        Diagnostic.error("HTN-014", place, "\"" + name + "\" is of type " + type + ".")
            .expecting("a value of type " + wanted));
    return false;
  }

  private @Nullable Term literal(Token token, @Nullable String wanted, SourceLocation place) {
    if (wanted != null && wanted.equals(Types.NUMBER)) {
      return number(token, place);
    }
    String type = names.constants.get(token.text());
    if (wanted != null && !wanted.equals(Types.STRING) && type != null) {
      return fits(token.text(), type, wanted, place) ? new Term.Constant(token.text()) : null;
    }
    if (wanted != null && !wanted.equals(Types.STRING)) {
      findings.add(
          Diagnostic.error("HTN-014", place, "\"" + token.text() + "\" is a literal.")
              .expecting("an object of type " + wanted));
      return null;
    }
    return new Term.Constant(token.text());
  }

  private @Nullable Term number(Token token, SourceLocation place) {
    String plain = Literals.number(token.text());
    if (plain == null) {
      findings.add(
          Diagnostic.error("HTN-014", place, "\"" + token.text() + "\" is not a number.")
              .expecting("a value of type number"));
      return null;
    }
    return new Term.Constant(plain);
  }

  private void warnOfMisspelling(String name, Scope scope, SourceLocation place) {
    String near = Suggestions.nearest(name, scope.names());
    if (near != null && name.length() > 3) {
      findings.add(
          Diagnostic.warning(
                  "HTN-013", place, "\"" + name + "\" is read as a text, not a variable.")
              .expecting("quotes around a text that looks like a variable")
              .maybe(near));
    }
  }
}
