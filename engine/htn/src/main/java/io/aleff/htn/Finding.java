package io.aleff.htn;

/**
 * Why a plan is not one.
 *
 * @param code {@code hierarchy}, {@code order}, {@code precondition}, {@code effect}, {@code
 *     excluded}, {@code achieves}, {@code deadline} or {@code step}
 * @param where id of a step or of a node of the task tree
 */
public record Finding(String code, String where, String message) {

  @Override
  public String toString() {
    return code + " at " + where + ": " + message;
  }
}
