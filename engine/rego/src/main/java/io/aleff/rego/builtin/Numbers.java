package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.integer;
import static io.aleff.rego.builtin.Operands.number;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;

/** Arithmetic, rounding, bits, ranges. */
final class Numbers {

  private static final BigInteger MAX_SHIFT = BigInteger.valueOf(100_000);

  private Numbers() {}

  static void register(Builtins r) {
    r.add("plus", 2, (s, a) -> plus(number(a, 0), number(a, 1)));
    r.add("minus", 2, (s, a) -> minus(a));
    r.add("mul", 2, (s, a) -> times(number(a, 0), number(a, 1)));
    r.add("div", 2, (s, a) -> over(number(a, 0), number(a, 1)));
    r.add("rem", 2, (s, a) -> rem(number(a, 0), number(a, 1)));
    r.add("round", 1, (s, a) -> rounded(number(a, 0), RoundingMode.HALF_UP));
    r.add("ceil", 1, (s, a) -> ceiling(number(a, 0)));
    r.add("floor", 1, (s, a) -> floor(number(a, 0)));
    r.add("abs", 1, (s, a) -> absolute(number(a, 0)));
    r.add("numbers.range", 2, (s, a) -> range(s, integer(a, 0), integer(a, 1), BigInteger.ONE));
    r.add("numbers.range_step", 3, (s, a) -> range(s, integer(a, 0), integer(a, 1), step(a)));
    r.add("format_int", 2, (s, a) -> formatInt(a));
    r.add("bits.and", 2, (s, a) -> NumberValue.of(integer(a, 0).and(integer(a, 1))));
    r.add("bits.or", 2, (s, a) -> NumberValue.of(integer(a, 0).or(integer(a, 1))));
    r.add("bits.xor", 2, (s, a) -> NumberValue.of(integer(a, 0).xor(integer(a, 1))));
    r.add("bits.negate", 1, (s, a) -> NumberValue.of(integer(a, 0).not()));
    r.add("bits.lsh", 2, (s, a) -> NumberValue.of(integer(a, 0).shiftLeft(shift(a))));
    r.add("bits.rsh", 2, (s, a) -> NumberValue.of(shiftedRight(integer(a, 0), integer(a, 1))));
    r.add("rand.intn", 2, Numbers::random);
  }

  static NumberValue plus(NumberValue a, NumberValue b) {
    if (a.isLong() && b.isLong()) {
      long sum = a.longValue() + b.longValue();
      boolean overflow = ((a.longValue() ^ sum) & (b.longValue() ^ sum)) < 0;
      return overflow
          ? NumberValue.of(BigInteger.valueOf(a.longValue()).add(BigInteger.valueOf(b.longValue())))
          : NumberValue.of(sum);
    }
    BigInteger x = a.integer();
    BigInteger y = b.integer();
    return x != null && y != null
        ? NumberValue.of(x.add(y))
        : BigFloat.of(a).plus(BigFloat.of(b)).toNumber();
  }

  private static Value minus(Value[] a) {
    if (a[0] instanceof SetValue x && a[1] instanceof SetValue y) {
      return Collections.subtract(x, y);
    }
    if (!(a[0] instanceof NumberValue) && !(a[0] instanceof SetValue)) {
      throw Operands.wrong(0, "one of {number, set}", a[0]);
    }
    if (a[0] instanceof SetValue) {
      throw Operands.wrong(1, a[1] instanceof NumberValue ? "set" : "number", a[1]);
    }
    return plus(number(a, 0), negated(number(a, 1)));
  }

  static NumberValue negated(NumberValue n) {
    return n.isLong() && n.longValue() != Long.MIN_VALUE
        ? NumberValue.of(-n.longValue())
        : NumberValue.of(n.decimal().negate());
  }

  private static Value absolute(NumberValue n) {
    if (n.isLong()) {
      return n.signum() < 0 ? negated(n) : n;
    }
    BigInteger whole = n.integer();
    return whole == null
        ? BigFloat.of(n.signum() < 0 ? negated(n) : n).toNumber()
        : NumberValue.of(whole.abs());
  }

  static NumberValue times(NumberValue a, NumberValue b) {
    if (a.isLong() && b.isLong()) {
      long low = a.longValue() * b.longValue();
      if (Math.multiplyHigh(a.longValue(), b.longValue()) == low >> 63) {
        return NumberValue.of(low);
      }
    }
    BigInteger x = a.integer();
    BigInteger y = b.integer();
    if (x != null && y != null) {
      if (x.bitLength() + y.bitLength() > 20_000) {
        throw BuiltinError.value("number out of range");
      }
      return NumberValue.of(x.multiply(y));
    }
    return BigFloat.of(a).times(BigFloat.of(b)).toNumber();
  }

  private static NumberValue over(NumberValue a, NumberValue b) {
    if (b.signum() == 0) {
      throw BuiltinError.value("divide by zero");
    }
    if (a.isLong() && b.isLong() && a.longValue() % b.longValue() == 0) {
      return NumberValue.of(
          BigInteger.valueOf(a.longValue()).divide(BigInteger.valueOf(b.longValue())));
    }
    return BigFloat.of(a).over(BigFloat.of(b)).toNumber();
  }

  private static NumberValue rem(NumberValue a, NumberValue b) {
    BigInteger x = a.integer();
    BigInteger y = b.integer();
    if (x == null || y == null) {
      throw BuiltinError.value("modulo on floating-point number");
    }
    if (y.signum() == 0) {
      throw BuiltinError.value("modulo by zero");
    }
    return NumberValue.of(x.remainder(y));
  }

  /** As OPA has it: above minus one and below zero the ceiling is one. */
  private static NumberValue ceiling(NumberValue n) {
    NumberValue out = rounded(n, RoundingMode.CEILING);
    return n.signum() < 0 && out.signum() == 0 ? NumberValue.of(1) : out;
  }

  /** As OPA has it: above minus one and below zero the floor is zero. */
  private static NumberValue floor(NumberValue n) {
    return n.signum() < 0 && rounded(n, RoundingMode.DOWN).signum() == 0
        ? NumberValue.of(0)
        : rounded(n, RoundingMode.FLOOR);
  }

  private static NumberValue rounded(NumberValue n, RoundingMode mode) {
    if (n.isLong()) {
      return n;
    }
    BigDecimal value = n.decimal();
    if (Math.abs((long) value.scale()) > NumberValue.MAX_EXPONENT) {
      throw BuiltinError.value("number out of range");
    }
    return NumberValue.of(value.setScale(0, mode).toBigInteger());
  }

  private static BigInteger step(Value[] a) {
    BigInteger step = integer(a, 2);
    if (step.signum() <= 0) {
      throw BuiltinError.value("step must be a positive integer");
    }
    return step;
  }

  private static Value range(Builtin.Scope s, BigInteger from, BigInteger to, BigInteger step) {
    BigInteger span = to.subtract(from).abs().divide(step).add(BigInteger.ONE);
    s.allocate(span.bitLength() < 63 ? span.longValue() : Long.MAX_VALUE / 2);
    BigInteger delta = from.compareTo(to) <= 0 ? step : step.negate();
    List<Value> out = new ArrayList<>(span.intValue());
    BigInteger at = from;
    for (int i = 0; i < span.intValue(); i++) {
      s.step();
      out.add(NumberValue.of(at));
      at = at.add(delta);
    }
    return ArrayValue.of(out);
  }

  private static Value formatInt(Value[] a) {
    NumberValue n = number(a, 0);
    int base = number(a, 1).index();
    if (base != 2 && base != 8 && base != 10 && base != 16) {
      throw BuiltinError.type("operand 2 must be one of {2, 8, 10, 16}");
    }
    NumberValue whole = rounded(n, n.signum() < 0 ? RoundingMode.CEILING : RoundingMode.FLOOR);
    BigInteger integer = whole.integer();
    return StringValue.of(integer == null ? "0" : integer.toString(base));
  }

  private static BigInteger shiftedRight(BigInteger value, BigInteger by) {
    unsigned(by);
    return value.shiftRight(by.min(MAX_SHIFT).intValue());
  }

  private static void unsigned(BigInteger by) {
    if (by.signum() < 0) {
      throw BuiltinError.type(
          "operand 2 must be an unsigned integer number but got a negative integer");
    }
  }

  private static int shift(Value[] a) {
    BigInteger by = integer(a, 1);
    unsigned(by);
    if (by.compareTo(MAX_SHIFT) > 0) {
      throw BuiltinError.value("shift out of range");
    }
    return by.intValue();
  }

  /** The same number for the same arguments within one evaluation, as OPA has it. */
  private static Value random(Builtin.Scope s, Value[] a) {
    String seed = Operands.string(a, 0);
    BigInteger most = integer(a, 1).abs();
    if (most.signum() == 0) {
      return NumberValue.of(0);
    }
    long hash = (seed.hashCode() * 31L + most.hashCode()) ^ s.now();
    return s.remember(
        "rand.intn:" + seed + ":" + most,
        () -> NumberValue.of(new BigInteger(62, new java.util.Random(hash)).mod(most)));
  }
}
