package io.aleff.htn;

import java.util.List;

/** An action with its arguments, in the order of declaration. */
public record GroundAction(String action, List<String> arguments) {}
