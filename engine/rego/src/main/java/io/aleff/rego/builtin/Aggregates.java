package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.elements;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Functions over whole collections. */
final class Aggregates {

  private Aggregates() {}

  static void register(Builtins r) {
    r.add("count", 1, (s, a) -> NumberValue.of(count(a)));
    r.add("sum", 1, (s, a) -> fold(s, a, true));
    r.add("product", 1, (s, a) -> fold(s, a, false));
    r.add("max", 1, (s, a) -> extreme(elements(a, 0), 1));
    r.add("min", 1, (s, a) -> extreme(elements(a, 0), -1));
    r.add("sort", 1, (s, a) -> sorted(s, a));
    r.add(
        "all",
        1,
        (s, a) ->
            BoolValue.of(
                elements(a, 0, "one of {array, set}").stream().allMatch(BoolValue.TRUE::equals)));
    r.add(
        "any",
        1,
        (s, a) ->
            BoolValue.of(
                elements(a, 0, "one of {array, set}").stream().anyMatch(BoolValue.TRUE::equals)));
  }

  private static int count(Value[] a) {
    return switch (a[0]) {
      case ArrayValue x -> x.size();
      case ObjectValue x -> x.size();
      case SetValue x -> x.size();
      case StringValue x -> x.value().codePointCount(0, x.value().length());
      default -> throw Operands.wrong(0, "one of {array, object, set, string}", a[0]);
    };
  }

  private static Value fold(Builtin.Scope s, Value[] a, boolean sum) {
    NumberValue out = NumberValue.of(sum ? 0 : 1);
    for (Value element : elements(a, 0)) {
      s.step();
      if (!(element instanceof NumberValue n)) {
        throw BuiltinError.type(
            "operand 1 must be "
                + a[0].typeName()
                + " of numbers but got "
                + a[0].typeName()
                + " containing "
                + element.typeName());
      }
      out = sum ? Numbers.plus(out, n) : Numbers.times(out, n);
    }
    return out;
  }

  /** Null counts as no minimum yet, as in OPA. */
  private static @Nullable Value extreme(List<Value> values, int sign) {
    Value best = null;
    for (Value value : values) {
      if (best == null
          || (sign < 0 && best instanceof NullValue)
          || value.compareTo(best) * sign > 0) {
        best = value;
      }
    }
    return best;
  }

  private static Value sorted(Builtin.Scope s, Value[] a) {
    List<Value> out = new ArrayList<>(elements(a, 0));
    s.allocate(out.size());
    Collections.sort(out);
    return ArrayValue.of(out);
  }
}
