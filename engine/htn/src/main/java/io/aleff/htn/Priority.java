package io.aleff.htn;

/** Which of several ready steps starts first. */
public enum Priority {
  URGENT,
  IMPORTANT,
  NORMAL
}
