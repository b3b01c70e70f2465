package io.aleff.htn.lifted;

/**
 * What is spent on a task until the next one begins. What is spent on subtasks that others follow
 * counts for these alone, so a task whose subtasks succeed is never short of effort.
 */
final class Effort {

  /** Number of the choice that was opened first for the task. */
  int bottom;

  /** How many decompositions were tried. */
  int tries;
}
