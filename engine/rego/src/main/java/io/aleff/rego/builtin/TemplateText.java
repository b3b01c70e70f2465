package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigDecimal;
import java.util.List;

/** Prints values of templates as Go's {@code fmt} does. */
final class TemplateText {

  private static final Sprintf.Flags PLAIN =
      new Sprintf.Flags(false, false, false, false, false, -1, -1);

  private final Builtin.Scope scope;

  TemplateText(Builtin.Scope scope) {
    this.scope = scope;
  }

  /** What an action writes. */
  String written(TemplateItem item) {
    return item.isNil() ? "<no value>" : plain(item);
  }

  private String plain(TemplateItem item) {
    return show(item, 'v', PLAIN);
  }

  /** With blanks between operands of which neither is a string. */
  String print(List<TemplateItem> items) {
    StringBuilder out = new StringBuilder();
    boolean string = true;
    for (TemplateItem item : items) {
      boolean afterString = string;
      string = item.text() != null;
      out.append(string || afterString ? "" : " ").append(plain(item));
    }
    return out.toString();
  }

  String println(List<TemplateItem> items) {
    return String.join(" ", items.stream().map(this::plain).toList()) + "\n";
  }

  String printf(String format, List<TemplateItem> items) {
    return Sprintf.format(scope, format, new Items(this, items));
  }

  private record Items(TemplateText text, List<TemplateItem> items) implements Sprintf.Arguments {
    @Override
    public int size() {
      return items.size();
    }

    @Override
    public String show(int i, int verb, Sprintf.Flags flags) {
      return text.show(items.get(i), verb, flags);
    }

    @Override
    public String typed(int i) {
      TemplateItem item = items.get(i).unboxed();
      return item.isNil() ? "<nil>" : item.type() + "=" + text.plain(item);
    }

    @Override
    public int whole(int i) {
      return items.get(i) instanceof TemplateItem.Int n ? NumberValue.of(n.value()).index() : -1;
    }
  }

  private String show(TemplateItem item, int verb, Sprintf.Flags flags) {
    scope.step();
    if (verb == 'T') {
      return Sprintf.pad(item.unboxed().type(), flags);
    }
    return switch (item) {
      case TemplateItem.Int(var i, String type) ->
          Sprintf.pad(Sprintf.whole(NumberValue.of(i), i, verb, flags), flags);
      case TemplateItem.Real(double d) -> {
        NumberValue exact = NumberValue.of(new BigDecimal(Double.toString(d)));
        yield Sprintf.pad(Sprintf.fraction(exact, verb, flags), flags);
      }
      case TemplateItem.Data(NullValue n, boolean boxed) when verb != 'v' -> wrong(verb, "<nil>");
      case TemplateItem.Data(Value value, boolean boxed) -> show(value, verb, flags);
    };
  }

  private String show(Value value, int verb, Sprintf.Flags flags) {
    scope.step();
    return switch (value) {
      case NullValue n -> verb == 'v' ? Sprintf.pad("<nil>", flags) : "<nil>";
      case BoolValue b ->
          verb == 'v' || verb == 't'
              ? Sprintf.pad(b.toString(), flags)
              : wrong(verb, "bool=" + b.value());
      case NumberValue n -> string("json.Number", n.toString(), verb, flags);
      case StringValue s -> string("string", s.value(), verb, flags);
      case ArrayValue a -> list(a.elements(), verb, flags);
      case SetValue s -> list(s.sorted(), verb, flags);
      case ObjectValue o -> {
        StringBuilder out = new StringBuilder("map[");
        for (Value key : o.sortedKeys()) {
          out.append(out.length() == 4 ? "" : " ").append(show(key, verb, flags));
          out.append(':').append(show(java.util.Objects.requireNonNull(o.get(key)), verb, flags));
        }
        yield out.append(']').toString();
      }
    };
  }

  private String list(List<Value> values, int verb, Sprintf.Flags flags) {
    StringBuilder out = new StringBuilder("[");
    for (Value value : values) {
      out.append(out.length() == 1 ? "" : " ").append(show(value, verb, flags));
    }
    return out.append(']').toString();
  }

  private String string(String type, String text, int verb, Sprintf.Flags flags) {
    scope.allocate(text.length() + Math.max(0L, flags.width()));
    return "svqxX".indexOf(verb) >= 0
        ? Sprintf.pad(Sprintf.text(text, verb, flags), flags)
        : wrong(verb, type + "=" + Sprintf.pad(text, flags));
  }

  private static String wrong(int verb, String what) {
    return "%!" + Character.toString(verb) + "(" + what + ")";
  }
}
