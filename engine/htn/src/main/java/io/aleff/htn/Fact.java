package io.aleff.htn;

import java.util.List;

/**
 * A ground atom, for example {@code format(sales, csv)}; also the key of a numeric fluent.
 *
 * @param arguments object names, or literals for parameters of type {@code string} and {@code
 *     number}
 */
public record Fact(String predicate, List<String> arguments) {

  public static Fact of(String predicate, String... arguments) {
    return new Fact(predicate, List.of(arguments));
  }

  @Override
  public String toString() {
    return predicate + "(" + String.join(", ", arguments) + ")";
  }
}
