package io.aleff.htn.search;

import io.aleff.htn.Domain;
import io.aleff.htn.HierarchicalPlan;
import io.aleff.htn.budget.LimitReached;
import io.aleff.htn.budget.Limits;
import io.aleff.htn.compiled.CompiledProblem;
import io.aleff.htn.compiled.Forms;
import io.aleff.htn.compiled.Solution;
import io.aleff.htn.lifted.LiftedPlanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Two lines of searches: one without grounding, one with. A partially ordered problem is searched
 * in its linear form by the first line, and by the second for a third of the time before its own
 * form.
 *
 * <p>Side by side, the first plan is that of the line which did less work for it, not of the one
 * whose thread was faster: a line goes on until it has done as much as the other needed. So the
 * plan does not depend on the machine, as long as no limit is reached and neither thread is more
 * than twice as fast as the other.
 */
final class Portfolio {

  /** A search on one form of the problem, which is only worked out when its turn comes. */
  private record Entry(String name, boolean proves, Supplier<Searched> start) {}

  private record Searched(CompiledProblem form, Improvable search) {}

  /**
   * The first plan of one line.
   *
   * @param work that it took
   * @param patience until when the other line may go on, as {@link System#nanoTime} counts
   */
  private record First(Best plan, long work, long patience) {}

  /** One line of searches, on a thread of its own. */
  private static final class Line {
    private final List<Entry> entries = new ArrayList<>();
    private volatile @Nullable First first;
  }

  /** The cheapest plan so far. */
  private record Best(HierarchicalPlan plan, long cost, String by) {}

  /** A quarter of a second. */
  private static final long LEAST_PATIENCE = 250_000_000;

  private final long begin = System.nanoTime();
  private final Domain domain;
  private final HtnSolver.Settings settings;
  private final Limits limits;
  private final boolean total;
  private final Line lifted = new Line();
  private final Line grounded = new Line();
  private final AtomicReference<@Nullable Best> best = new AtomicReference<>();
  private final AtomicReference<@Nullable String> exhaustedBy = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
  private final List<String> tried = new ArrayList<>();
  private LimitReached.Limit worst = LimitReached.Limit.NODES;

  Portfolio(Domain domain, CompiledProblem compiled, HtnSolver.Settings settings, Limits limits) {
    this.domain = domain;
    this.settings = settings;
    this.limits = limits;
    this.total = compiled.isTotallyOrdered();
    CompiledProblem linear = total ? compiled : Forms.linear(compiled);
    lifted.entries.add(new Entry("lifted depth-first", total, () -> lifted(linear)));
    grounded.entries.add(new Entry("grounded, total order", total, () -> grounded(linear)));
    if (!total) {
      grounded.entries.add(new Entry("grounded, partial order", true, () -> grounded(compiled)));
    }
  }

  private Searched lifted(CompiledProblem problem) {
    CompiledProblem form = Forms.whole(problem);
    return new Searched(form, new LiftedPlanner(form, settings.seed())::next);
  }

  private Searched grounded(CompiledProblem problem) {
    CompiledProblem form = Forms.split(problem);
    return new Searched(form, new GroundPlanner(form, settings.seed()));
  }

  HtnSolver.Answer run() {
    if (settings.sideBySide()) {
      sideBySide();
    } else {
      line(lifted, limits.part(limits.nanosLeft() / 2, Long.MAX_VALUE));
      line(grounded, limits);
    }
    Throwable failure = broken.get();
    if (failure != null) {
      throw new IllegalStateException("A search failed: " + failure, failure);
    }
    Best found = settings.improve() ? best.get() : first();
    String proof = exhaustedBy.get();
    if (found != null) {
      return new HtnSolver.Answer.Solved(found.plan, found.by, proof != null);
    }
    return proof != null
        ? new HtnSolver.Answer.Unsolvable(proof)
        : new HtnSolver.Answer.NotSolved(worst.name().toLowerCase(Locale.ROOT), List.copyOf(tried));
  }

  /** Of the first plans, the one for which less work was done. */
  private @Nullable Best first() {
    First one = lifted.first;
    First other = grounded.first;
    if (one == null || other == null) {
      return one != null ? one.plan : other != null ? other.plan : null;
    }
    return one.work <= other.work ? one.plan : other.plan;
  }

  /**
   * Whether nothing is left to be found by a line.
   *
   * @param worked what it has done so far
   */
  private boolean isOver(Line line, long worked) {
    First ofOther = (line == lifted ? grounded : lifted).first;
    return exhaustedBy.get() != null
        || broken.get() != null
        || line.first != null
        || (ofOther != null
            && (worked >= ofOther.work
                || System.nanoTime() - ofOther.patience > 0
                || !settings.sideBySide()));
  }

  /** The first plan of a line: the other one is given about as much time again to do as much. */
  private First first(Best plan, long worked) {
    long now = System.nanoTime();
    return new First(plan, worked, now + (now - begin) + LEAST_PATIENCE);
  }

  private void sideBySide() {
    CountDownLatch over = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .name("htn-lifted")
        .start(
            () -> {
              line(lifted, limits.until(worked -> isOver(lifted, worked)));
              over.countDown();
            });
    line(grounded, limits.until(worked -> isOver(grounded, worked)));
    try {
      over.await();
    } catch (InterruptedException e) {
      broken.compareAndSet(null, e);
      Thread.currentThread().interrupt();
    }
  }

  private void line(Line line, Limits given) {
    List<Entry> entries = line.entries;
    for (int i = 0; i < entries.size() && !isOver(line, given.worked()); i++) {
      boolean last = i == entries.size() - 1;
      long nanos = last ? given.nanosLeft() : given.nanosLeft() / 3;
      try {
        attempt(line, entries.get(i), given.part(nanos, Long.MAX_VALUE));
      } catch (OutOfMemoryError e) {
        // An array that doubles can pass the limit between two looks at the heap.
        note(entries.get(i).name + ": memory", LimitReached.Limit.MEMORY);
      } catch (RuntimeException e) {
        broken.compareAndSet(null, e);
      }
    }
  }

  private void attempt(Line line, Entry entry, Limits given) {
    try {
      Searched searched = entry.start.get();
      Solution found = searched.search.next(this::bound, given);
      while (found != null) {
        Best plan = keep(entry.name, searched.form, found);
        if (!settings.improve()) {
          line.first = first(plan, given.worked());
          return;
        }
        found = searched.search.next(this::bound, given);
      }
      boolean over = isOver(line, given.worked());
      if (!over && entry.proves) {
        exhaustedBy.compareAndSet(null, entry.name);
      } else if (!over) {
        note(entry.name + ": no plan in this form", LimitReached.Limit.NODES);
      }
    } catch (LimitReached reached) {
      note(entry.name + ": " + reached.limit().name().toLowerCase(Locale.ROOT), reached.limit());
    }
  }

  /** What the next plan must cost less than. */
  private long bound() {
    Best known = best.get();
    return known == null || !settings.improve() ? Long.MAX_VALUE : known.cost;
  }

  private Best keep(String by, CompiledProblem form, Solution found) {
    long cost = form.cost(found);
    Best fresh = new Best(new PlanWriter(domain, form, found).plan(), cost, by);
    best.accumulateAndGet(
        fresh, (known, given) -> known == null || cost < known.cost ? given : known);
    return fresh;
  }

  private synchronized void note(String text, LimitReached.Limit limit) {
    tried.add(text);
    if (limit == LimitReached.Limit.CANCELLED
        || (limit == LimitReached.Limit.TIME && worst != LimitReached.Limit.CANCELLED)
        || worst == LimitReached.Limit.NODES) {
      worst = limit;
    }
  }
}
