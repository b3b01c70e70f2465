package io.aleff.rego.eval;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;

/**
 * An interpolated string.
 *
 * @param parts texts, and sets with at most one value for the expressions
 */
@SuppressWarnings("ArrayRecordComponent")
public record TemplateExpr(Expr[] parts, SourceLocation location) implements Expr {

  @Override
  public Value eval(QueryState state, Frame frame) {
    StringBuilder out = new StringBuilder();
    for (Expr part : parts) {
      Value value = part.eval(state, frame);
      if (value instanceof SetValue found) {
        out.append(text(found));
      } else if (value instanceof StringValue s) {
        out.append(s.value());
      }
    }
    state.allocate(out.length());
    return StringValue.of(out.toString());
  }

  private String text(SetValue found) {
    if (found.size() > 1) {
      throw new RegoFailure(
          "eval_conflict_error", "template-strings must not produce multiple outputs", location);
    }
    if (found.size() == 0) {
      return "<undefined>";
    }
    Value value = found.sorted().getFirst();
    return value instanceof StringValue s ? s.value() : value.toString();
  }
}
