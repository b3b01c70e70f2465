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
 */
final class Portfolio {

  /** A search on one form of the problem, which is only worked out when its turn comes. */
  private record Entry(String name, boolean proves, Supplier<Searched> start) {}

  private record Searched(CompiledProblem form, Improvable search) {}

  /** The cheapest plan so far. */
  private record Best(HierarchicalPlan plan, long cost, String by) {}

  private final Domain domain;
  private final HtnSolver.Settings settings;
  private final Limits limits;
  private final boolean total;
  private final List<Entry> lifted = new ArrayList<>();
  private final List<Entry> grounded = new ArrayList<>();
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
    lifted.add(new Entry("lifted depth-first", total, () -> lifted(linear)));
    grounded.add(new Entry("grounded, total order", total, () -> grounded(linear)));
    if (!total) {
      grounded.add(new Entry("grounded, partial order", true, () -> grounded(compiled)));
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
    Best found = best.get();
    String proof = exhaustedBy.get();
    if (found != null) {
      return new HtnSolver.Answer.Solved(found.plan, found.by, proof != null);
    }
    return proof != null
        ? new HtnSolver.Answer.Unsolvable(proof)
        : new HtnSolver.Answer.NotSolved(worst.name().toLowerCase(Locale.ROOT), List.copyOf(tried));
  }

  /** Whether nothing is left to be found. */
  private boolean isOver() {
    return exhaustedBy.get() != null
        || broken.get() != null
        || (best.get() != null && !settings.improve());
  }

  private void sideBySide() {
    Limits shared = limits.until(this::isOver);
    CountDownLatch over = new CountDownLatch(1);
    Thread.ofPlatform()
        .daemon()
        .name("htn-lifted")
        .start(
            () -> {
              line(lifted, shared.part(Long.MAX_VALUE / 4, Long.MAX_VALUE));
              over.countDown();
            });
    line(grounded, shared);
    try {
      over.await();
    } catch (InterruptedException e) {
      broken.compareAndSet(null, e);
      Thread.currentThread().interrupt();
    }
  }

  private void line(List<Entry> entries, Limits given) {
    for (int i = 0; i < entries.size() && !isOver(); i++) {
      boolean last = i == entries.size() - 1;
      long nanos = last ? given.nanosLeft() : given.nanosLeft() / 3;
      try {
        attempt(entries.get(i), given.part(nanos, Long.MAX_VALUE));
      } catch (OutOfMemoryError e) {
        // An array that doubles can pass the limit between two looks at the heap.
        note(entries.get(i).name + ": memory", LimitReached.Limit.MEMORY);
      } catch (RuntimeException e) {
        broken.compareAndSet(null, e);
      }
    }
  }

  private void attempt(Entry entry, Limits given) {
    try {
      Searched searched = entry.start.get();
      Solution found = searched.search.next(this::bound, given);
      while (found != null) {
        keep(entry.name, searched.form, found);
        found = settings.improve() ? searched.search.next(this::bound, given) : null;
      }
      if (!isOver() && entry.proves) {
        exhaustedBy.compareAndSet(null, entry.name);
      } else if (!isOver()) {
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

  private void keep(String by, CompiledProblem form, Solution found) {
    long cost = form.cost(found);
    Best fresh = new Best(new PlanWriter(domain, form, found).plan(), cost, by);
    best.accumulateAndGet(
        fresh, (known, given) -> known == null || cost < known.cost ? given : known);
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
