package io.aleff.rego.types;

import io.aleff.rego.value.Value;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * The type of a term. A part that is null is not known yet. Types are made by {@link Types}, which
 * gives {@link #ANY} in place of one that would have more than {@link Types#MOST} parts.
 */
public sealed interface Type {

  /** Every value. */
  Type ANY = new Union(List.of(), 1);

  /** How many types this one is written with, itself included. */
  int size();

  /** A type without parts. */
  enum Scalar implements Type {
    NULL,
    BOOLEAN,
    NUMBER,
    STRING;

    @Override
    public int size() {
      return 1;
    }
  }

  /**
   * An array.
   *
   * @param items the types of the first elements
   * @param rest the type of the elements after them; null when there are none
   */
  record Items(List<@Nullable Type> items, @Nullable Type rest, int size) implements Type {}

  /**
   * An object.
   *
   * @param fixed known keys, in the order of values
   * @param others all other entries; null when there are none
   */
  record Entries(SortedMap<Value, @Nullable Type> fixed, @Nullable Others others, int size)
      implements Type {}

  /** The entries of an object whose keys are not known. */
  record Others(@Nullable Type key, @Nullable Type value) {}

  /** A set. */
  record Members(@Nullable Type of, int size) implements Type {}

  /**
   * One of several types.
   *
   * @param of in the order of {@link Types#compare}; empty for every value
   */
  record Union(List<Type> of, int size) implements Type {}

  /**
   * A function.
   *
   * @param result null when it has none or it is not known
   */
  record Function(List<@Nullable Type> args, @Nullable Type result, int size) implements Type {}
}
