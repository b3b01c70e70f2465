package io.aleff.htn;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads effects: {@code ready(x)}, {@code not ready(x)}, {@code size(x) = 3}, {@code size(x) += 1},
 * {@code size(x) -= 1}, joined by {@code and}.
 */
final class EffectParser extends ExpressionParser {

  EffectParser(ExpressionText source, Names names, Findings findings) {
    super(source, names, findings);
  }

  /** The effects of the whole text; what could not be read is left out after a finding. */
  List<Effect> whole(Scope scope) {
    List<Effect> effects = new ArrayList<>();
    do {
      Effect effect = effect(scope);
      if (effect == null) {
        return effects;
      }
      effects.add(effect);
    } while (takeIf("and"));
    atEnd();
    return effects;
  }

  private @Nullable Effect effect(Scope scope) {
    if (takeIf("not")) {
      Formula.Atom atom = atom(scope);
      return atom == null ? null : new Effect.Delete(atom);
    }
    if (!names.functions.containsKey(peek().text())) {
      Formula.Atom atom = atom(scope);
      return atom == null ? null : new Effect.Add(atom);
    }
    Expression.Fluent fluent = fluent(scope);
    if (fluent == null) {
      return null;
    }
    Token sign = take();
    Effect.Change change =
        switch (sign.text()) {
          case "=" -> Effect.Change.ASSIGN;
          case "+=" -> Effect.Change.INCREASE;
          case "-=" -> Effect.Change.DECREASE;
          default -> null;
        };
    if (change == null) {
      syntax(sign, "one of = += -=");
      return null;
    }
    Expression value = expression(scope);
    return value == null ? null : new Effect.Numeric(change, fluent, value);
  }
}
