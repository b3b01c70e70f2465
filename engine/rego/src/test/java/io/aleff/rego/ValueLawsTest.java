package io.aleff.rego;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Json;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigDecimal;
import java.util.ArrayList;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The order of values is total and agrees with equality and hashing. */
class ValueLawsTest {

  @Provide
  Arbitrary<Value> values() {
    Arbitrary<Value> scalars =
        Arbitraries.oneOf(
            Arbitraries.just(NullValue.NULL),
            Arbitraries.of(BoolValue.TRUE, BoolValue.FALSE),
            Arbitraries.longs().between(-3, 3).map(NumberValue::of),
            Arbitraries.bigDecimals()
                .between(new BigDecimal("-3"), new BigDecimal("3"))
                .ofScale(1)
                .map(NumberValue::of),
            Arbitraries.strings().ofMaxLength(2).map(StringValue::of));
    return Arbitraries.recursive(() -> scalars, ValueLawsTest::collections, 0, 2);
  }

  private static Arbitrary<Value> collections(Arbitrary<Value> inner) {
    return Arbitraries.oneOf(
        inner.list().ofMaxSize(3).map(l -> ArrayValue.of(new ArrayList<>(l))),
        inner.list().ofMaxSize(3).map(SetValue::of),
        Arbitraries.maps(inner, inner)
            .ofMaxSize(3)
            .map(m -> ObjectValue.of(new java.util.HashMap<>(m))));
  }

  @Property(tries = 300)
  void orderIsAntisymmetricAndAgreesWithEquality(
      @ForAll("values") Value a, @ForAll("values") Value b) {
    assertThat(Integer.signum(a.compareTo(b))).isEqualTo(-Integer.signum(b.compareTo(a)));
    assertThat(a.compareTo(b) == 0).isEqualTo(a.equals(b));
    if (a.equals(b)) {
      assertThat(a.hashCode()).isEqualTo(b.hashCode());
    }
  }

  @Property(tries = 300)
  void orderIsTransitive(
      @ForAll("values") Value a, @ForAll("values") Value b, @ForAll("values") Value c) {
    if (a.compareTo(b) <= 0 && b.compareTo(c) <= 0) {
      assertThat(a.compareTo(c)).isLessThanOrEqualTo(0);
    }
  }

  @Property(tries = 200)
  void printedValuesReadBack(@ForAll("values") Value a) {
    var query =
        java.util.Objects.requireNonNull(
                Rego.compile(
                        java.util.List.of(
                            new io.aleff.definition.SourceText("e.rego", "package e")))
                    .policy())
            .run("x = " + JsonValues.write(a), null, null, Limits.DEFAULT);
    assertThat(query).isInstanceOf(Policy.Outcome.Solutions.class);
    Value read = ((Policy.Outcome.Solutions) query).values().getFirst().get("x");
    assertThat(read).isEqualTo(JsonValues.from(Json.MAPPER.readTree(JsonValues.write(a))));
  }
}
