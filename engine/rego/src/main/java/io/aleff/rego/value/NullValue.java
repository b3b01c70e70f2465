package io.aleff.rego.value;

/** The value {@code null}. */
public record NullValue() implements Value {

  public static final NullValue NULL = new NullValue();

  @Override
  public int rank() {
    return 0;
  }

  @Override
  public String typeName() {
    return "null";
  }

  @Override
  public String toString() {
    return "null";
  }
}
