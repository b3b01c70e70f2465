package io.aleff.rego.value;

/** A boolean. */
public record BoolValue(boolean value) implements Value {

  public static final BoolValue TRUE = new BoolValue(true);
  public static final BoolValue FALSE = new BoolValue(false);

  public static BoolValue of(boolean value) {
    return value ? TRUE : FALSE;
  }

  @Override
  public boolean truthy() {
    return value;
  }

  @Override
  public int rank() {
    return 1;
  }

  @Override
  public String typeName() {
    return "boolean";
  }

  @Override
  public String toString() {
    return Boolean.toString(value);
  }
}
