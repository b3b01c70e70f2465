package io.aleff.htn.ground;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The parts of a ground problem while it is put together. */
final class GroundDraft {
  int facts;
  int actions;
  int top = -1;
  int[] init = {};
  int[][] needs = {};
  int[][] adds = {};
  int[][] deletes = {};
  GroundProblem.Conditional[][] conditional = {};
  int[] methodTask = {};
  int[][] methodNeeds = {};
  int[][] subtasks = {};
  BitSet[][] before = {};
  List<GroundTask> tasks = new ArrayList<>();
  int[] methodNumber = {};
}
