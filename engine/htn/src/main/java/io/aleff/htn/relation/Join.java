package io.aleff.htn.relation;

import io.aleff.htn.budget.Limits;
import java.util.BitSet;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Walks through the solutions of a query, one at a time. Tuples may be switched off and on between
 * two solutions as long as they are restored.
 */
public final class Join {

  /** Tuples looked at between two looks at the limits. */
  private static final int MOST = 0x4000;

  private final JoinPlan plan;
  private final Relation[] relations;
  private final int[] binding;
  private final Limits limits;
  private final int[][] tuples;
  private final int[] ends;
  private final int[] at;
  private final int[] from;
  private final @Nullable SplittableRandom random;
  private int looked;
  private int depth = -1;
  private boolean started;

  /**
   * @param binding values of the variables bound beforehand; the others are filled in
   */
  public Join(JoinPlan plan, Relation[] relations, int[] binding, Limits limits) {
    this(plan, relations, binding, limits, null);
  }

  /**
   * @param random where each look-up starts in its matches; null for their order of arrival
   */
  public Join(
      JoinPlan plan,
      Relation[] relations,
      int[] binding,
      Limits limits,
      @Nullable SplittableRandom random) {
    this.limits = limits;
    this.random = random;
    this.plan = plan;
    this.relations = relations;
    this.binding = binding;
    int steps = plan.steps.size();
    this.tuples = new int[steps][];
    this.ends = new int[steps];
    this.at = new int[steps];
    this.from = new int[steps];
  }

  /** The values of all variables after {@link #next} said that there is a solution. */
  public int[] binding() {
    return binding;
  }

  /** Moves to the next solution. */
  public boolean next() {
    boolean found = move();
    limits.work(looked);
    looked = 0;
    return found;
  }

  private boolean move() {
    int last = plan.steps.size() - 1;
    if (!started) {
      started = true;
      if (!domainsAccept() || !holds(plan.first)) {
        return false;
      }
      if (last < 0) {
        return true;
      }
      depth = 0;
      open();
    } else {
      depth = last;
    }
    while (depth >= 0) {
      if (!advance()) {
        depth--;
      } else if (depth == last) {
        return true;
      } else {
        depth++;
        open();
      }
    }
    return false;
  }

  private boolean domainsAccept() {
    for (int v = plan.given.nextSetBit(0); v >= 0; v = plan.given.nextSetBit(v + 1)) {
      if (!plan.query.domains().get(v).get(binding[v])) {
        return false;
      }
    }
    return true;
  }

  private void open() {
    JoinPlan.Step step = plan.steps.get(depth);
    at[depth] = 0;
    Atom atom = step.atom();
    if (atom == null) {
      return;
    }
    Index index = relations[atom.relation()].index(step.mask());
    int[] key = new int[Integer.bitCount(step.mask())];
    int k = 0;
    for (int c = 0; c < atom.width(); c++) {
      if ((step.mask() & (1 << c)) != 0) {
        int term = atom.term(c);
        key[k++] = term >= 0 ? binding[term] : ~term;
      }
    }
    int group = index.group(key);
    tuples[depth] = index.tuples(group);
    ends[depth] = index.size(group);
    from[depth] = random == null || ends[depth] < 2 ? 0 : random.nextInt(ends[depth]);
  }

  private boolean advance() {
    JoinPlan.Step step = plan.steps.get(depth);
    Atom atom = step.atom();
    if (atom == null) {
      return enumerate(step);
    }
    Relation relation = relations[atom.relation()];
    while (at[depth] < ends[depth]) {
      looked();
      int place = from[depth] + at[depth]++;
      int tuple = tuples[depth][place < ends[depth] ? place : place - ends[depth]];
      if (relation.isPresent(tuple)
          && bind(atom, step.mask(), relation, tuple)
          && holds(step.checks())) {
        return true;
      }
    }
    return false;
  }

  private boolean enumerate(JoinPlan.Step step) {
    BitSet domain = plan.query.domains().get(step.variable());
    for (int v = domain.nextSetBit(at[depth]); v >= 0; v = domain.nextSetBit(v + 1)) {
      binding[step.variable()] = v;
      looked();
      if (holds(step.checks())) {
        at[depth] = v + 1;
        return true;
      }
    }
    return false;
  }

  private void looked() {
    if (++looked == MOST) {
      limits.work(looked);
      looked = 0;
    }
  }

  private boolean bind(Atom atom, int mask, Relation relation, int tuple) {
    for (int c = 0; c < atom.width(); c++) {
      if ((mask & (1 << c)) == 0) {
        int variable = atom.term(c);
        int value = relation.at(tuple, c);
        if (!plan.query.domains().get(variable).get(value)) {
          return false;
        }
        binding[variable] = value;
      }
    }
    return repeatsAgree(atom, mask, relation, tuple);
  }

  private boolean repeatsAgree(Atom atom, int mask, Relation relation, int tuple) {
    for (int c = 0; c < atom.width(); c++) {
      if ((mask & (1 << c)) == 0 && binding[atom.term(c)] != relation.at(tuple, c)) {
        return false;
      }
    }
    return true;
  }

  private boolean holds(JoinPlan.Checks checks) {
    for (Pair pair : checks.pairs()) {
      if (!pair.holds(binding)) {
        return false;
      }
    }
    for (Atom atom : checks.positive()) {
      if (!relations[atom.relation()].holds(atom.under(binding))) {
        return false;
      }
    }
    for (Atom atom : checks.negative()) {
      if (relations[atom.relation()].holds(atom.under(binding))) {
        return false;
      }
    }
    return true;
  }
}
