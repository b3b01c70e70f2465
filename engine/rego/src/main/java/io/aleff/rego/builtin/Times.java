package io.aleff.rego.builtin;

import static io.aleff.rego.builtin.Operands.index;
import static io.aleff.rego.builtin.Operands.string;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.time.zone.ZoneRulesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Times in nanoseconds since the epoch. */
final class Times {

  private static final BigInteger BILLION = BigInteger.valueOf(1_000_000_000);
  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "ns", BigDecimal.ONE,
          "us", BigDecimal.valueOf(1_000),
          "µs", BigDecimal.valueOf(1_000),
          "μs", BigDecimal.valueOf(1_000),
          "ms", BigDecimal.valueOf(1_000_000),
          "s", BigDecimal.valueOf(1_000_000_000L),
          "m", BigDecimal.valueOf(60_000_000_000L),
          "h", BigDecimal.valueOf(3_600_000_000_000L));

  private static final String MOMENT = "either number (ns) or [number (ns), string (tz)]";

  private Times() {}

  static void register(Builtins r) {
    r.add("time.now_ns", 0, (s, a) -> NumberValue.of(s.now()));
    r.add("time.parse_rfc3339_ns", 1, (s, a) -> nanos(rfc3339(string(a, 0))));
    r.add(
        "time.parse_ns", 2, (s, a) -> nanos(GoTime.parse(string(a, 0), string(a, 1)).toInstant()));
    r.add("time.parse_duration_ns", 1, (s, a) -> duration(string(a, 0)));
    r.add("time.date", 1, (s, a) -> date(zoned(a, 0)));
    r.add("time.clock", 1, (s, a) -> clock(zoned(a, 0)));
    r.add("time.weekday", 1, (s, a) -> weekday(zoned(a, 0).getDayOfWeek()));
    r.add("time.add_date", 4, (s, a) -> addDate(a));
    r.add("time.diff", 2, (s, a) -> difference(zoned(a, 0), zoned(a, 1)));
    r.add("time.format", 1, (s, a) -> format(a));
  }

  private static Instant rfc3339(String text) {
    return GoTime.parse("RFC3339", text).toInstant();
  }

  private static Value nanos(Instant instant) {
    BigInteger nanos =
        BigInteger.valueOf(instant.getEpochSecond())
            .multiply(BILLION)
            .add(BigInteger.valueOf(instant.getNano()));
    if (nanos.bitLength() > 63) {
      throw BuiltinError.value("time outside of valid range");
    }
    return NumberValue.of(nanos);
  }

  private static Value duration(String text) {
    String body = text.startsWith("-") || text.startsWith("+") ? text.substring(1) : text;
    BigDecimal total = BigDecimal.ZERO;
    if (body.isEmpty()) {
      throw BuiltinError.value("time: invalid duration \"" + text + "\"");
    }
    int i = 0;
    while (i < body.length() && !body.equals("0")) {
      int start = i;
      while (i < body.length() && (Character.isDigit(body.charAt(i)) || body.charAt(i) == '.')) {
        i++;
      }
      int unitStart = i;
      while (i < body.length() && !Character.isDigit(body.charAt(i)) && body.charAt(i) != '.') {
        i++;
      }
      BigDecimal unit = UNITS.get(body.substring(unitStart, i));
      try {
        if (unitStart == i) {
          throw BuiltinError.value("time: missing unit in duration \"" + text + "\"");
        }
        if (unit == null && unitStart > start) {
          throw BuiltinError.value(
              "time: unknown unit \""
                  + body.substring(unitStart, i)
                  + "\" in duration \""
                  + text
                  + "\"");
        }
        if (unit == null) {
          throw BuiltinError.value("time: invalid duration \"" + text + "\"");
        }
        total = total.add(new BigDecimal(body.substring(start, unitStart)).multiply(unit));
      } catch (NumberFormatException e) {
        throw BuiltinError.value("time: invalid duration \"" + text + "\"");
      }
    }
    BigInteger nanos = total.toBigInteger();
    return NumberValue.of(text.startsWith("-") ? nanos.negate() : nanos);
  }

  /** An operand that is a number of nanoseconds, or an array of it, a zone, and a layout. */
  private static ZonedDateTime zoned(Value[] a, int i) {
    if (a[i] instanceof NumberValue n) {
      return instant(n).atZone(ZoneOffset.UTC);
    }
    if (!(a[i] instanceof ArrayValue parts)) {
      throw Operands.wrong(0, MOMENT, a[i]);
    }
    if (parts.size() == 0) {
      throw Operands.wrong(0, MOMENT, parts);
    }
    if (!(parts.get(0) instanceof NumberValue n)) {
      throw Operands.wrong(0, "number", parts.get(0));
    }
    ZoneId zone = parts.size() > 1 ? zone(name(parts.get(1), 0)) : ZoneOffset.UTC;
    return instant(n).atZone(zone);
  }

  private static String name(Value zone, int i) {
    if (zone instanceof StringValue name) {
      return name.value();
    }
    throw Operands.wrong(i, "string", zone);
  }

  private static ZoneId zone(String name) {
    if (name.isEmpty() || name.equals("UTC") || name.equals("Local")) {
      return ZoneOffset.UTC;
    }
    if (!ZoneRulesProvider.getAvailableZoneIds().contains(name)) {
      throw BuiltinError.value("unknown time zone " + name);
    }
    return ZoneId.of(name);
  }

  private static Instant instant(NumberValue n) {
    BigInteger nanos = n.integer();
    if (nanos == null || nanos.bitLength() > 63) {
      throw BuiltinError.value("timestamp too big");
    }
    long value = nanos.longValue();
    return Instant.ofEpochSecond(
        Math.floorDiv(value, 1_000_000_000L), Math.floorMod(value, 1_000_000_000L));
  }

  private static Value array(long... numbers) {
    List<Value> out = new ArrayList<>();
    for (long number : numbers) {
      out.add(NumberValue.of(number));
    }
    return ArrayValue.of(out);
  }

  private static Value date(ZonedDateTime t) {
    return array(t.getYear(), t.getMonthValue(), t.getDayOfMonth());
  }

  private static Value clock(ZonedDateTime t) {
    return array(t.getHour(), t.getMinute(), t.getSecond());
  }

  private static Value weekday(DayOfWeek day) {
    return StringValue.of(day.getDisplayName(TextStyle.FULL, Locale.ENGLISH));
  }

  /** Adds as Go does: the months first, then days that overflow the month run on. */
  private static Value addDate(Value[] a) {
    ZonedDateTime t = zoned(a, 0);
    try {
      ZonedDateTime months = t.withDayOfMonth(1).plusYears(index(a, 1)).plusMonths(index(a, 2));
      return nanos(months.plusDays(t.getDayOfMonth() - 1L + index(a, 3)).toInstant());
    } catch (DateTimeException | ArithmeticException e) {
      throw BuiltinError.value("time outside of valid range");
    }
  }

  /** Years, months, days, hours, minutes, seconds between two times, larger units first. */
  private static Value difference(ZonedDateTime x, ZonedDateTime y) {
    ZonedDateTime b = y.withZoneSameInstant(x.getZone());
    ZonedDateTime from = x.isBefore(b) ? x : b;
    ZonedDateTime to = x.isBefore(b) ? b : x;
    long years = to.getYear() - (long) from.getYear();
    long months = to.getMonthValue() - (long) from.getMonthValue();
    long days = to.getDayOfMonth() - (long) from.getDayOfMonth();
    long hours = to.getHour() - (long) from.getHour();
    long minutes = to.getMinute() - (long) from.getMinute();
    long seconds = to.getSecond() - (long) from.getSecond();
    if (seconds < 0) {
      seconds += 60;
      minutes--;
    }
    if (minutes < 0) {
      minutes += 60;
      hours--;
    }
    if (hours < 0) {
      hours += 24;
      days--;
    }
    if (days < 0) {
      days += from.toLocalDate().lengthOfMonth();
      months--;
    }
    if (months < 0) {
      months += 12;
      years--;
    }
    return array(years, months, days, hours, minutes, seconds);
  }

  private static Value format(Value[] a) {
    ZonedDateTime t = zoned(a, 0);
    String layout =
        a[0] instanceof ArrayValue parts
                && parts.size() > 2
                && parts.get(2) instanceof StringValue l
            ? l.value()
            : "RFC3339Nano";
    return StringValue.of(GoTime.format(layout, t));
  }
}
