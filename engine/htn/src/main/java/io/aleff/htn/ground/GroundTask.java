package io.aleff.htn.ground;

import java.util.List;

/** Where a ground task comes from. */
public record GroundTask(int schema, List<Integer> arguments) {

  public GroundTask {
    arguments = List.copyOf(arguments);
  }

  static GroundTask of(int schema, int[] arguments) {
    return new GroundTask(schema, java.util.Arrays.stream(arguments).boxed().toList());
  }
}
