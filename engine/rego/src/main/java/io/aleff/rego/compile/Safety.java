package io.aleff.rego.compile;

import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.ObjectValue;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Orders bodies so that every variable is bound before it is needed, as OPA does: again and again
 * the first statement that can run is taken.
 */
final class Safety {

  private Safety() {}

  /**
   * An order.
   *
   * @param stuck the statements that can never run
   */
  record Order(List<Ir.Stmt> stmts, BitSet bound, List<Ir.Stmt> stuck) {}

  static Order order(List<Ir.Stmt> body, BitSet bound) {
    List<Ir.Stmt> left = new ArrayList<>(body);
    List<Ir.Stmt> out = new ArrayList<>(body.size());
    BitSet known = (BitSet) bound.clone();
    boolean progress = true;
    while (progress && !left.isEmpty()) {
      progress = false;
      for (int i = 0; i < left.size(); i++) {
        BitSet outputs = outputs(left.get(i), known);
        if (outputs != null) {
          known.or(outputs);
          out.add(left.remove(i--));
          progress = true;
        }
      }
    }
    return new Order(out, known, left);
  }

  /** The slots a statement binds, or null when it cannot run yet. */
  static @Nullable BitSet outputs(Ir.Stmt stmt, BitSet bound) {
    return switch (stmt) {
      case Ir.Eq e -> unification(e.left(), e.right(), bound);
      case Ir.Is i -> ready(i.term(), bound) ? iterated(i.term(), bound) : null;
      case Ir.Not n -> needs(Mentions.of(n.body()).below(n.firstOwn()), bound);
      case Ir.Either e -> {
        BitSet needed = Mentions.of(e.first()).below(e.firstOwn());
        needed.or(Mentions.of(e.second()).below(e.firstOwn()));
        yield needs(needed, bound);
      }
      case Ir.Every e -> {
        yield ready(e.domain(), bound)
            ? needs(Mentions.of(e.body()).below(e.firstOwn()), bound)
            : null;
      }
      case Ir.Print p -> p.args().stream().allMatch(arg -> ready(arg, bound)) ? new BitSet() : null;
      case Ir.Declared d -> bound.get(d.slot().index()) ? new BitSet() : null;
      case Ir.With w -> {
        for (Ir.Replace replace : w.replacements()) {
          if (replace.value() != null && !ready(replace.value(), bound)) {
            yield null;
          }
        }
        Order inner = order(w.body(), bound);
        yield inner.stuck().isEmpty() ? inner.bound() : null;
      }
    };
  }

  private static @Nullable BitSet needs(BitSet needed, BitSet bound) {
    needed.andNot(bound);
    return needed.isEmpty() ? new BitSet() : null;
  }

  private static @Nullable BitSet unification(Ir.Term left, Ir.Term right, BitSet bound) {
    if (!sameShape(left, right)) {
      return ready(left, bound) && ready(right, bound) ? new BitSet() : null;
    }
    if (ready(left, bound) && pattern(right, bound)) {
      return union(left, right, bound);
    }
    return ready(right, bound) && pattern(left, bound) ? union(right, left, bound) : null;
  }

  /** Arrays and objects that can never be equal to the other side bind nothing. */
  private static boolean sameShape(Ir.Term left, Ir.Term right) {
    if (left instanceof Ir.Items a) {
      return switch (right) {
        case Ir.Items b -> a.items().size() == b.items().size();
        case Ir.Const c -> c.value() instanceof ArrayValue b && a.items().size() == b.size();
        case Ir.Entries b -> false;
        case Ir.Members b -> false;
        default -> true;
      };
    }
    if (left instanceof Ir.Entries a) {
      return switch (right) {
        case Ir.Entries b -> a.keys().size() == b.keys().size();
        case Ir.Const c -> c.value() instanceof ObjectValue b && sameKeys(a, b);
        case Ir.Members b -> false;
        default -> true;
      };
    }
    boolean pattern = right instanceof Ir.Items || right instanceof Ir.Entries;
    return !pattern || !(left instanceof Ir.Const) || sameShape(right, left);
  }

  private static boolean sameKeys(Ir.Entries pattern, ObjectValue value) {
    return pattern.keys().size() == value.size()
        && pattern.keys().stream()
            .allMatch(key -> !(key instanceof Ir.Const c) || value.containsKey(c.value()));
  }

  private static BitSet union(Ir.Term value, Ir.Term pattern, BitSet bound) {
    BitSet out = iterated(value, bound);
    captured(pattern, out);
    return out;
  }

  /** Whether a term has a value, given what is bound; free variables in paths may iterate. */
  static boolean ready(Ir.Term term, BitSet bound) {
    return switch (term) {
      case Ir.Const c -> true;
      case Ir.Input i -> true;
      case Ir.Data d -> true;
      case Ir.Slot s -> bound.get(s.index());
      case Ir.Path p ->
          ready(p.head(), bound) && p.keys().stream().allMatch(k -> pattern(k, bound));
      case Ir.Apply a -> a.args().stream().allMatch(x -> ready(x, bound));
      case Ir.Items i -> i.items().stream().allMatch(x -> ready(x, bound));
      case Ir.Members m -> m.items().stream().allMatch(x -> ready(x, bound));
      case Ir.Entries e ->
          e.keys().stream().allMatch(x -> ready(x, bound))
              && e.values().stream().allMatch(x -> ready(x, bound));
      case Ir.Closure c -> needs(Mentions.of(c).below(c.firstOwn()), bound) != null;
      case Ir.Template t -> t.parts().stream().allMatch(x -> ready(x, bound));
    };
  }

  /** Whether a known value can be unified with a term. */
  static boolean pattern(Ir.Term term, BitSet bound) {
    return switch (term) {
      case Ir.Slot s -> true;
      case Ir.Items i -> i.items().stream().allMatch(x -> pattern(x, bound));
      case Ir.Entries e ->
          e.keys().stream().allMatch(x -> ready(x, bound))
              && e.values().stream().allMatch(x -> pattern(x, bound));
      default -> ready(term, bound) && iterated(term, bound).isEmpty();
    };
  }

  /** The free variables the paths of a term iterate over. */
  static BitSet iterated(Ir.Term term, BitSet bound) {
    BitSet out = new BitSet();
    if (term instanceof Ir.Path p) {
      p.keys().forEach(key -> captured(key, out));
      out.andNot(bound);
    }
    return out;
  }

  private static void captured(Ir.Term pattern, BitSet out) {
    switch (pattern) {
      case Ir.Slot s -> out.set(s.index());
      case Ir.Items i -> i.items().forEach(x -> captured(x, out));
      case Ir.Entries e -> e.values().forEach(x -> captured(x, out));
      default -> {
        return;
      }
    }
  }
}
