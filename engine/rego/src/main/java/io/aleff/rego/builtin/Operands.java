package io.aleff.rego.builtin;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/** Typed access to operands; a wrong type is an error in OPA's words. Positions count from 0. */
final class Operands {

  private Operands() {}

  static BuiltinError wrong(int i, String expected, Value got) {
    return BuiltinError.type(
        "operand " + (i + 1) + " must be " + expected + " but got " + got.typeName());
  }

  static String string(Value[] args, int i) {
    if (args[i] instanceof StringValue s) {
      return s.value();
    }
    throw wrong(i, "string", args[i]);
  }

  static NumberValue number(Value[] args, int i) {
    if (args[i] instanceof NumberValue n) {
      return n;
    }
    throw wrong(i, "number", args[i]);
  }

  static BigInteger integer(Value[] args, int i) {
    if (!(args[i] instanceof NumberValue number)) {
      throw wrong(i, "integer", args[i]);
    }
    BigInteger whole = number.integer();
    if (whole == null) {
      throw BuiltinError.type(
          "operand " + (i + 1) + " must be integer number but got floating-point number");
    }
    return whole;
  }

  /** An integer that is written as one, or the nearest {@code int}. */
  static int index(Value[] args, int i) {
    NumberValue n = number(args, i);
    if (!n.isLong()) {
      throw BuiltinError.type(
          "operand " + (i + 1) + " must be integer number but got floating-point number");
    }
    return Math.clamp(n.longValue(), Integer.MIN_VALUE, Integer.MAX_VALUE);
  }

  static boolean bool(Value[] args, int i) {
    if (args[i] instanceof BoolValue b) {
      return b.value();
    }
    throw wrong(i, "boolean", args[i]);
  }

  static ArrayValue array(Value[] args, int i) {
    if (args[i] instanceof ArrayValue a) {
      return a;
    }
    throw wrong(i, "array", args[i]);
  }

  static SetValue set(Value[] args, int i) {
    if (args[i] instanceof SetValue s) {
      return s;
    }
    throw wrong(i, "set", args[i]);
  }

  static ObjectValue object(Value[] args, int i) {
    if (args[i] instanceof ObjectValue o) {
      return o;
    }
    throw wrong(i, "object", args[i]);
  }

  /** The elements of an array or a set. */
  static List<Value> elements(Value[] args, int i) {
    return elements(args, i, "one of {set, array}");
  }

  /**
   * @param expected how an error names both kinds
   */
  static List<Value> elements(Value[] args, int i, String expected) {
    return switch (args[i]) {
      case ArrayValue a -> a.elements();
      case SetValue s -> s.sorted();
      default -> throw wrong(i, expected, args[i]);
    };
  }

  /** The strings of an array or a set of strings. */
  static List<String> strings(Value[] args, int i) {
    List<String> out = new ArrayList<>();
    for (Value element : elements(args, i)) {
      if (!(element instanceof StringValue s)) {
        throw BuiltinError.type(
            "operand "
                + (i + 1)
                + " must be "
                + args[i].typeName()
                + " of strings but got "
                + args[i].typeName()
                + " containing "
                + element.typeName());
      }
      out.add(s.value());
    }
    return out;
  }
}
