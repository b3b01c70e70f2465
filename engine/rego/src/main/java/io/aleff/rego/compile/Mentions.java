package io.aleff.rego.compile;

import io.aleff.rego.eval.Callee;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a program mentions: slots by number and name, paths under {@code data}, callees. */
final class Mentions {

  private final BitSet found = new BitSet();
  private final BitSet again = new BitSet();
  private final Map<Integer, Ir.Slot> names = new HashMap<>();
  private final List<Ir.Path> paths = new ArrayList<>();
  private final List<Ir.Closure> closures = new ArrayList<>();
  private final List<Ir.Path> documents = new ArrayList<>();
  private final List<Ir.Path> inputs = new ArrayList<>();
  private final List<Callee> callees = new ArrayList<>();
  private int depth;

  static Mentions of(Ir... all) {
    Mentions slots = new Mentions();
    for (Ir ir : all) {
      slots.visit(ir);
    }
    return slots;
  }

  static Mentions of(List<? extends Ir> all) {
    Mentions slots = new Mentions();
    all.forEach(slots::visit);
    return slots;
  }

  BitSet bits() {
    return found;
  }

  /** The slots that are mentioned more than once. */
  BitSet again() {
    return again;
  }

  Map<Integer, Ir.Slot> names() {
    return names;
  }

  /** Paths outside of comprehensions. */
  List<Ir.Path> paths() {
    return paths;
  }

  /** The comprehensions that are in no other one. */
  List<Ir.Closure> closures() {
    return closures;
  }

  /** Paths under {@code data}. */
  List<Ir.Path> documents() {
    return documents;
  }

  /** Paths into the input document. */
  List<Ir.Path> inputs() {
    return inputs;
  }

  List<Callee> callees() {
    return callees;
  }

  /** The slots below a number: what a closure needs from outside. */
  BitSet below(int first) {
    BitSet out = (BitSet) found.clone();
    out.clear(first, Math.max(first, out.length()));
    return out;
  }

  private void visit(@Nullable Ir ir) {
    switch (ir) {
      case null -> {}
      case Ir.Const c -> {}
      case Ir.Input i -> {}
      case Ir.Data d -> {}
      case Ir.Slot s -> {
        if (found.get(s.index())) {
          again.set(s.index());
        }
        found.set(s.index());
        names.putIfAbsent(s.index(), s);
      }
      case Ir.Path p -> {
        if (depth == 0) {
          paths.add(p);
        }
        if (p.head() instanceof Ir.Data) {
          documents.add(p);
        } else if (p.head() instanceof Ir.Input) {
          inputs.add(p);
        }
        visit(p.head());
        p.keys().forEach(this::visit);
      }
      case Ir.Apply a -> {
        callees.add(a.callee());
        a.args().forEach(this::visit);
      }
      case Ir.Items i -> i.items().forEach(this::visit);
      case Ir.Members m -> m.items().forEach(this::visit);
      case Ir.Entries e -> {
        e.keys().forEach(this::visit);
        e.values().forEach(this::visit);
      }
      case Ir.Closure c -> {
        if (depth++ == 0) {
          closures.add(c);
        }
        visit(c.key());
        visit(c.head());
        c.body().forEach(this::visit);
        depth--;
      }
      case Ir.Template t -> t.parts().forEach(this::visit);
      case Ir.Eq e -> {
        visit(e.left());
        visit(e.right());
      }
      case Ir.Is i -> visit(i.term());
      case Ir.Not n -> n.body().forEach(this::visit);
      case Ir.Either e -> {
        e.first().forEach(this::visit);
        e.second().forEach(this::visit);
      }
      case Ir.With w -> {
        w.replacements().forEach(this::visit);
        w.body().forEach(this::visit);
      }
      case Ir.Every e -> {
        visit(e.domain());
        visit(e.key());
        visit(e.value());
        e.body().forEach(this::visit);
      }
      case Ir.Print p -> p.args().forEach(this::visit);
      case Ir.Declared d -> visit(d.slot());
      case Ir.Replace r -> {
        visit(r.value());
        if (r.callee() != null) {
          callees.add(r.callee());
        }
      }
    }
  }
}
