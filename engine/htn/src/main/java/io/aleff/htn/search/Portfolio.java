package io.aleff.htn.search;

import io.aleff.htn.Domain;
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
import org.jspecify.annotations.Nullable;

/**
 * Two lines of searches: one without grounding, one with. A partially ordered problem is searched
 * in its linear form by the first line, and by the second for a third of the time before its own
 * form.
 */
final class Portfolio {

  /** One search, on one form of the problem. */
  private record Entry(String name, CompiledProblem form, boolean proves, Run run) {}

  private interface Run {
    @Nullable Solution on(CompiledProblem form, Limits limits);
  }

  private final Domain domain;
  private final HtnSolver.Settings settings;
  private final Limits limits;
  private final boolean total;
  private final List<Entry> lifted = new ArrayList<>();
  private final List<Entry> grounded = new ArrayList<>();
  private final AtomicReference<HtnSolver.@Nullable Answer> answer = new AtomicReference<>();
  private final AtomicReference<@Nullable Throwable> broken = new AtomicReference<>();
  private final List<String> tried = new ArrayList<>();
  private LimitReached.Limit worst = LimitReached.Limit.NODES;

  Portfolio(Domain domain, CompiledProblem compiled, HtnSolver.Settings settings, Limits limits) {
    this.domain = domain;
    this.settings = settings;
    this.limits = limits;
    this.total = compiled.isTotallyOrdered();
    CompiledProblem linear = total ? compiled : Forms.linear(compiled);
    lifted.add(new Entry("lifted depth-first", Forms.whole(linear), total, this::lifted));
    grounded.add(
        new Entry("grounded, total order", Forms.split(linear), total, GroundPlanner::solve));
    if (!total) {
      grounded.add(
          new Entry("grounded, partial order", Forms.split(compiled), true, GroundPlanner::solve));
    }
  }

  private @Nullable Solution lifted(CompiledProblem form, Limits given) {
    return new LiftedPlanner(form, settings.seed()).solve(given);
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
    HtnSolver.Answer found = answer.get();
    return found != null
        ? found
        : new HtnSolver.Answer.NotSolved(worst.name().toLowerCase(Locale.ROOT), List.copyOf(tried));
  }

  private void sideBySide() {
    Limits shared = limits.until(() -> answer.get() != null || broken.get() != null);
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
    for (int i = 0; i < entries.size() && answer.get() == null; i++) {
      boolean last = i == entries.size() - 1;
      long nanos = last ? given.nanosLeft() : given.nanosLeft() / 3;
      try {
        attempt(entries.get(i), given.part(nanos, Long.MAX_VALUE));
      } catch (RuntimeException | OutOfMemoryError e) {
        broken.compareAndSet(null, e);
      }
    }
  }

  private void attempt(Entry entry, Limits given) {
    try {
      Solution found = entry.run.on(entry.form, given);
      if (found != null) {
        answer.compareAndSet(
            null,
            new HtnSolver.Answer.Solved(
                new PlanWriter(domain, entry.form, found).plan(), entry.name));
      } else if (entry.proves) {
        answer.compareAndSet(null, new HtnSolver.Answer.Unsolvable(entry.name));
      } else {
        note(entry.name + ": no plan in this form", LimitReached.Limit.NODES);
      }
    } catch (LimitReached reached) {
      note(entry.name + ": " + reached.limit().name().toLowerCase(Locale.ROOT), reached.limit());
    }
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
