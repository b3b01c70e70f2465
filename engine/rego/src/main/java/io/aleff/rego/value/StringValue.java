package io.aleff.rego.value;

/** A string of Unicode code points. */
public record StringValue(String value) implements Value {

  public static final StringValue EMPTY = new StringValue("");

  public static StringValue of(String value) {
    return value.isEmpty() ? EMPTY : new StringValue(value);
  }

  @Override
  public int rank() {
    return 3;
  }

  @Override
  public String typeName() {
    return "string";
  }

  @Override
  public long weight() {
    return 1L + value.length() / 64;
  }

  @Override
  public int hashCode() {
    return value.hashCode();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof StringValue s && s.value.equals(value);
  }

  @Override
  public String toString() {
    return ValuePrinter.print(this);
  }
}
