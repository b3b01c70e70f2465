package io.aleff.runtime.port;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/** One client organisation. Lower-case letters, digits and dashes, at most 63 characters. */
public record TenantId(@JsonValue String value) {

  private static final Pattern SHAPE = Pattern.compile("[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?");

  @JsonCreator
  public TenantId {
    if (!SHAPE.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "\"" + value + "\" is no tenant id: lower-case letters, digits and dashes are.");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
