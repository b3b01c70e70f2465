package io.aleff.rego.builtin;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** Semantic versions. */
final class Versions {

  private static final Pattern SEMVER =
      Pattern.compile(
          "(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)"
              + "(?:-([0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*))?(?:\\+[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?");

  private Versions() {}

  static void register(Builtins r) {
    r.add("semver.compare", 2, (s, a) -> compared(a));
    r.add(
        "semver.is_valid",
        1,
        (s, a) -> BoolValue.of(a[0] instanceof StringValue v && SEMVER.matches(v.value())));
  }

  private static Value compared(Value[] a) {
    Operands.string(a, 0);
    Operands.string(a, 1);
    return NumberValue.of(compare(parse(a, 0), parse(a, 1)));
  }

  private static Matcher parse(Value[] a, int i) {
    String text = Operands.string(a, i);
    Matcher matcher = SEMVER.matcher(text);
    if (!matcher.matches()) {
      throw BuiltinError.value(
          "operand " + (i + 1) + ": string \"" + text + "\" is not a valid SemVer");
    }
    return matcher;
  }

  private static int compare(Matcher a, Matcher b) {
    for (int i = 1; i <= 3; i++) {
      int c = new BigInteger(a.group(i)).compareTo(new BigInteger(b.group(i)));
      if (c != 0) {
        return c;
      }
    }
    return prerelease(a.group(4), b.group(4));
  }

  private static int prerelease(@Nullable String a, @Nullable String b) {
    if (a == null || b == null) {
      return a == null ? (b == null ? 0 : 1) : -1;
    }
    String[] x = a.split("\\.", -1);
    String[] y = b.split("\\.", -1);
    for (int i = 0; i < Math.min(x.length, y.length); i++) {
      boolean nx = x[i].matches("[0-9]+");
      boolean ny = y[i].matches("[0-9]+");
      int c =
          nx && ny
              ? new BigInteger(x[i]).compareTo(new BigInteger(y[i]))
              : nx != ny ? (nx ? -1 : 1) : x[i].compareTo(y[i]);
      if (c != 0) {
        return Integer.signum(c);
      }
    }
    return Integer.compare(x.length, y.length);
  }
}
