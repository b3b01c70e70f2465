package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** A value inside a template, with the type Go knows it by. */
sealed interface TemplateItem {

  static TemplateItem nil() {
    return new Data(NullValue.NULL, false);
  }

  /**
   * A value of the data, or one that is like those. Numbers of the data are {@code json.Number},
   * which is a kind of string.
   *
   * @param boxed whether it is still the element of a collection, an {@code interface {}}
   */
  record Data(Value value, boolean boxed) implements TemplateItem {}

  /** An integer; {@code type} is {@code int}, {@code int64} or {@code uint8}. */
  record Int(BigInteger value, String type) implements TemplateItem {}

  /** A {@code float64}. */
  record Real(double value) implements TemplateItem {}

  static TemplateItem of(Value value) {
    return new Data(value, false);
  }

  static TemplateItem boxed(Value value) {
    return new Data(value, true);
  }

  static TemplateItem of(boolean value) {
    return of(BoolValue.of(value));
  }

  static TemplateItem of(long value) {
    return new Int(BigInteger.valueOf(value), "int");
  }

  default TemplateItem unboxed() {
    return this instanceof Data(Value value, boolean boxed) && boxed ? of(value) : this;
  }

  /** The value, or null when this is a number of the template. */
  default @Nullable Value data() {
    return this instanceof Data d ? d.value : null;
  }

  default boolean isNil() {
    return data() instanceof NullValue;
  }

  /** The text of a string or of a number of the data, otherwise null. */
  default @Nullable String text() {
    return switch (this) {
      case Data(StringValue s, boolean b) -> s.value();
      case Data(NumberValue n, boolean b) -> n.toString();
      default -> null;
    };
  }

  /** Go's name of the type. */
  default String type() {
    return switch (this) {
      case Int i -> i.type;
      case Real f -> "float64";
      case Data(Value v, boolean boxed) when boxed -> "interface {}";
      case Data(Value v, boolean boxed) -> typeOf(v);
    };
  }

  private static String typeOf(Value value) {
    return switch (value) {
      case NullValue n -> "<nil>";
      case BoolValue b -> "bool";
      case NumberValue n -> "json.Number";
      case StringValue s -> "string";
      case ArrayValue a -> "[]interface {}";
      case ObjectValue o -> "map[string]interface {}";
      case SetValue s -> "set";
    };
  }

  default boolean truth() {
    return switch (this) {
      case Int i -> i.value.signum() != 0;
      case Real f -> f.value != 0;
      case Data d ->
          switch (d.value) {
            case NullValue n -> false;
            case BoolValue b -> b.value();
            case NumberValue n -> true;
            case StringValue s -> !s.value().isEmpty();
            case ArrayValue a -> a.size() > 0;
            case ObjectValue o -> o.size() > 0;
            case SetValue s -> s.size() > 0;
          };
    };
  }
}
