package io.aleff.rego.graphql;

import io.aleff.rego.graphql.GraphqlError.Position;
import io.aleff.rego.value.ValuePrinter;
import org.jspecify.annotations.Nullable;

/**
 * A token.
 *
 * @param text what it says, without quotes; empty for punctuation
 * @param problem for a token that is none: what is wrong
 */
record Token(Kind kind, String text, Position at, @Nullable GraphqlError problem) {

  enum Kind {
    INVALID("<Invalid>"),
    EOF("<EOF>"),
    BANG("!"),
    DOLLAR("$"),
    AMP("&"),
    PAREN_L("("),
    PAREN_R(")"),
    SPREAD("..."),
    COLON(":"),
    EQUALS("="),
    AT("@"),
    BRACKET_L("["),
    BRACKET_R("]"),
    BRACE_L("{"),
    BRACE_R("}"),
    PIPE("|"),
    NAME("Name"),
    INT("Int"),
    FLOAT("Float"),
    STRING("String"),
    BLOCK_STRING("BlockString");

    final String shown;

    Kind(String shown) {
      this.shown = shown;
    }
  }

  /** As errors name it. */
  String shown() {
    if (text.isEmpty()) {
      return kind.shown;
    }
    StringBuilder out = new StringBuilder(kind.shown).append(' ');
    ValuePrinter.quote(text, out);
    return out.toString();
  }
}
