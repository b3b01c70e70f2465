package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.rego.eval.CallExpr;
import io.aleff.rego.eval.Callee;
import io.aleff.rego.eval.Collect;
import io.aleff.rego.eval.Documents;
import io.aleff.rego.eval.Emit;
import io.aleff.rego.eval.Expr;
import io.aleff.rego.eval.Node;
import io.aleff.rego.eval.Pattern;
import io.aleff.rego.eval.Print;
import io.aleff.rego.eval.RuleSet;
import io.aleff.rego.eval.RuleTree;
import io.aleff.rego.eval.Scan;
import io.aleff.rego.eval.TemplateExpr;
import io.aleff.rego.eval.Traced;
import io.aleff.rego.eval.With;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The intermediate program of one rule to nodes. */
final class Generator {

  private final RuleTree tree;
  private final List<Diagnostic> errors;
  private final Symbols.View names;
  private final boolean traced;
  private final IdentityHashMap<Ir.Stmt, SourceLocation> origins;
  private int sinks = 1;

  /**
   * @param names what the module can name, for suggestions
   * @param origins the literals the statements come from
   */
  Generator(
      RuleTree tree,
      List<Diagnostic> errors,
      Symbols.View names,
      IdentityHashMap<Ir.Stmt, SourceLocation> origins) {
    this.tree = tree;
    this.errors = errors;
    this.names = names;
    this.traced = names.symbols().traced();
    this.origins = origins;
  }

  int sinks() {
    return sinks;
  }

  /** A chain for a body; afterwards {@code bound} has what the body binds. */
  Node chain(List<Ir.Stmt> body, BitSet bound, Node end) {
    Safety.Order order = Safety.order(body, bound);
    reportUnsafe(order);
    Node start = new Node.Start();
    Node last = start;
    if (traced) {
      return traced(order.stmts(), bound, start, end);
    }
    for (Ir.Stmt stmt : order.stmts()) {
      last = last.then(node(stmt, bound));
    }
    last.then(end);
    return start;
  }

  /** As {@link #chain}; statements that follow each other and come from one literal are traced. */
  private Node traced(List<Ir.Stmt> stmts, BitSet bound, Node start, Node end) {
    Node last = start;
    int from = 0;
    while (from < stmts.size()) {
      SourceLocation origin = origins.get(stmts.get(from));
      int to = from + 1;
      while (to < stmts.size() && Objects.equals(origins.get(stmts.get(to)), origin)) {
        to++;
      }
      List<Ir.Stmt> group = stmts.subList(from, to);
      from = to;
      if (origin == null) {
        for (Ir.Stmt stmt : group) {
          last = last.then(node(stmt, bound));
        }
        continue;
      }
      BitSet own = copy(bound);
      List<Node> nodes = new ArrayList<>();
      for (Ir.Stmt stmt : group) {
        nodes.add(node(stmt, bound));
      }
      own.xor(bound);
      Traced tracing = new Traced(origin, watched(group, bound), sinks++);
      last = last.then(tracing.before(own.stream().toArray()));
      for (Node node : nodes) {
        last = last.then(node);
      }
      last = last.then(tracing.after());
    }
    last.then(end);
    return start;
  }

  private Map<String, Expr> watched(List<Ir.Stmt> group, BitSet bound) {
    Map<String, Expr> out = new LinkedHashMap<>();
    Mentions mentions = Mentions.of(group);
    mentions
        .names()
        .forEach(
            (index, slot) -> {
              if (bound.get(index)
                  && !slot.name().startsWith("_")
                  && !slot.name().startsWith("$")) {
                out.put(slot.name(), new Expr.Slot(index));
              }
            });
    for (Ir.Path path : mentions.inputs()) {
      if (path.keys().stream().allMatch(Ir.Const.class::isInstance)) {
        out.put(text(path), expr(path, bound));
      }
    }
    return out;
  }

  private static String text(Ir.Path inputPath) {
    StringBuilder out = new StringBuilder("input");
    for (Ir.Term key : inputPath.keys()) {
      if (key instanceof Ir.Const(StringValue name)
          && name.value().matches("[A-Za-z_][A-Za-z_0-9]*")) {
        out.append('.').append(name.value());
      } else if (key instanceof Ir.Const c) {
        out.append('[').append(c.value()).append(']');
      }
    }
    return out.toString();
  }

  private void reportUnsafe(Safety.Order order) {
    Map<String, Diagnostic> found = new LinkedHashMap<>();
    List<Ir.Stmt> users = new ArrayList<>(order.stmts());
    order.stuck().stream().filter(s -> !(s instanceof Ir.Declared)).forEach(users::add);
    Mentions used = Mentions.of(users);
    for (Ir.Stmt stmt : order.stuck()) {
      if (stmt instanceof Ir.Declared d && !used.bits().get(d.slot().index())) {
        String name = d.slot().name();
        found.put(
            name,
            Diagnostic.error("rego_compile_error", d.at(), "declared var " + name + " unused"));
        continue;
      }
      Mentions.of(stmt)
          .names()
          .forEach(
              (index, slot) -> {
                if (!order.bound().get(index) && !slot.name().startsWith("_")) {
                  found.putIfAbsent(
                      slot.name(),
                      Diagnostic.error(
                              "rego_unsafe_var_error",
                              slot.at(),
                              "var " + slot.name() + " is unsafe")
                          .maybe(names.suggest(slot.name())));
                }
              });
    }
    if (found.isEmpty() && !order.stuck().isEmpty()) {
      errors.add(
          Diagnostic.error(
              "rego_unsafe_var_error", order.stuck().getFirst().at(), "expression is unsafe"));
    }
    errors.addAll(found.values());
  }

  private Node node(Ir.Stmt stmt, BitSet bound) {
    return switch (stmt) {
      case Ir.Eq e -> {
        boolean forward = Safety.ready(e.left(), bound) && Safety.pattern(e.right(), bound);
        yield forward ? unify(e.left(), e.right(), bound) : unify(e.right(), e.left(), bound);
      }
      case Ir.Is i ->
          iterates(i.term(), bound)
              ? scan((Ir.Path) i.term(), null, bound)
              : new Node.Test(expr(i.term(), bound));
      case Ir.Not n -> new Node.Not(chain(n.body(), copy(bound), new Node.Found()));
      case Ir.Either e ->
          new Node.Either(
              chain(e.first(), copy(bound), new Node.Found()),
              chain(e.second(), copy(bound), new Node.Found()));
      case Ir.Every e -> {
        Expr domain = expr(e.domain(), bound);
        BitSet inner = copy(bound);
        Pattern key = pattern(e.key(), inner);
        Pattern value = pattern(e.value(), inner);
        yield new Node.Every(domain, key, value, chain(e.body(), inner, new Node.Found()));
      }
      case Ir.Print p -> new Print(p.args().stream().map(arg -> expr(arg, bound)).toList(), p.at());
      case Ir.Declared d -> new Node.Start();
      case Ir.With w -> with(w, bound);
    };
  }

  private static BitSet copy(BitSet bound) {
    return (BitSet) bound.clone();
  }

  private Node with(Ir.With w, BitSet bound) {
    List<With.Modifier> modifiers = new ArrayList<>();
    for (Ir.Replace r : w.replacements()) {
      Expr value = r.value() == null ? null : expr(r.value(), bound);
      String function = r.function() == null ? "" : r.function().name();
      if (value == null && r.callee() != null) {
        modifiers.add(new With.Modifier.Other(function, r.callee()));
      } else if (value != null) {
        modifiers.add(
            switch (r.target()) {
              case INPUT -> new With.Modifier.Input(r.path(), value);
              case DATA -> new With.Modifier.Data(r.path(), value);
              case FUNCTION -> new With.Modifier.Constant(function, value);
            });
      }
    }
    int sink = sinks++;
    return new With(modifiers, chain(w.body(), bound, new Emit(sink)), sink);
  }

  private Node unify(Ir.Term value, Ir.Term target, BitSet bound) {
    if (iterates(value, bound)) {
      return scan((Ir.Path) value, target, bound);
    }
    Expr expr = expr(value, bound);
    Pattern pattern = pattern(target, bound);
    boolean relation =
        value instanceof Ir.Apply a
            && a.callee() instanceof Callee.Native n
            && n.builtin().relation();
    return relation ? new Node.Relation(expr, pattern) : new Node.Unify(expr, pattern);
  }

  private static boolean iterates(Ir.Term term, BitSet bound) {
    return !Safety.iterated(term, bound).isEmpty();
  }

  private Node scan(Ir.Path path, Ir.@org.jspecify.annotations.Nullable Term target, BitSet bound) {
    int known = 0;
    while (known < path.keys().size() && Safety.ready(path.keys().get(known), bound)) {
      known++;
    }
    List<Ir.Term> keys = path.keys();
    boolean documents = path.head() instanceof Ir.Data;
    int from = documents && !endsInRule(keys.subList(0, known)) ? 0 : known;
    Expr head =
        from == 0 && documents
            ? null
            : expr(
                from == 0
                    ? path.head()
                    : new Ir.Path(path.head(), keys.subList(0, from), path.at()),
                bound);
    List<Scan.Step> steps = new ArrayList<>();
    for (Ir.Term key : keys.subList(from, keys.size())) {
      steps.add(
          Safety.ready(key, bound) && !iterates(key, bound)
              ? new Scan.Step(expr(key, bound), null)
              : new Scan.Step(null, pattern(key, bound)));
    }
    Pattern result = target == null ? new Pattern.Truthy() : pattern(target, bound);
    return new Scan(head, steps, result);
  }

  private boolean endsInRule(List<Ir.Term> keys) {
    RuleTree node = tree;
    for (Ir.Term key : keys) {
      node = key instanceof Ir.Const c && node != null ? node.child(c.value()) : null;
      if (node != null && node.rules() != null) {
        return true;
      }
    }
    return false;
  }

  Pattern pattern(Ir.Term term, BitSet bound) {
    return switch (term) {
      case Ir.Slot s when !bound.get(s.index()) -> {
        bound.set(s.index());
        yield new Pattern.Bind(s.index());
      }
      case Ir.Items i when !Safety.ready(term, bound) ->
          new Pattern.Items(i.items().stream().map(x -> pattern(x, bound)).toArray(Pattern[]::new));
      case Ir.Entries e when !Safety.ready(term, bound) ->
          new Pattern.Entries(
              exprs(e.keys(), bound),
              e.values().stream().map(x -> pattern(x, bound)).toArray(Pattern[]::new));
      default -> new Pattern.Same(expr(term, bound));
    };
  }

  private Expr[] exprs(List<Ir.Term> terms, BitSet bound) {
    return terms.stream().map(term -> expr(term, bound)).toArray(Expr[]::new);
  }

  Expr expr(Ir.Term term, BitSet bound) {
    return switch (term) {
      case Ir.Const c -> new Expr.Constant(c.value());
      case Ir.Slot s -> new Expr.Slot(s.index());
      case Ir.Input i -> new Expr.Input();
      case Ir.Data d -> new Documents.Path(new Expr[0]);
      case Ir.Path p when p.head() instanceof Ir.Data -> document(p, bound);
      case Ir.Path p -> new Expr.Path(expr(p.head(), bound), exprs(p.keys(), bound));
      case Ir.Apply a -> new CallExpr(a.callee(), exprs(a.args(), bound), a.at());
      case Ir.Items i -> new Expr.Items(exprs(i.items(), bound));
      case Ir.Members m -> new Expr.Members(exprs(m.items(), bound));
      case Ir.Entries e -> new Expr.Entries(exprs(e.keys(), bound), exprs(e.values(), bound));
      case Ir.Template t -> new TemplateExpr(exprs(t.parts(), bound), t.at());
      case Ir.Closure c -> closure(c, bound);
    };
  }

  private Expr closure(Ir.Closure c, BitSet bound) {
    int sink = sinks++;
    BitSet inner = copy(bound);
    Node body = chain(c.body(), inner, new Emit(sink));
    Expr key = c.key() == null ? null : expr(c.key(), inner);
    return new Collect(c.kind(), key, expr(c.head(), inner), body, sink, closed(c), c.at());
  }

  private static boolean closed(Ir.Closure c) {
    Mentions mentions = Mentions.of(c);
    return mentions.below(c.firstOwn()).isEmpty()
        && mentions.callees().stream().allMatch(Generator::isPure);
  }

  /** Some built-ins give another value each time, or tell what they did. */
  private static boolean isPure(Callee callee) {
    return !(callee instanceof Callee.Native n)
        || !(n.name().startsWith("rand.") || n.name().equals("print") || n.name().equals("trace"));
  }

  private Expr document(Ir.Path path, BitSet bound) {
    Expr[] all = exprs(path.keys(), bound);
    Documents.Path full = new Documents.Path(all);
    RuleTree node = tree;
    List<Value> at = new ArrayList<>();
    for (int i = 0; i < path.keys().size() && node != null; i++) {
      if (!(path.keys().get(i) instanceof Ir.Const key)) {
        break;
      }
      node = node.child(key.value());
      at.add(key.value());
      RuleSet rules = node == null ? null : node.rules();
      if (rules != null) {
        Expr[] rest = new Expr[all.length - i - 1];
        System.arraycopy(all, i + 1, rest, 0, rest.length);
        return new Documents.Rule(rules, List.copyOf(at), rest, full);
      }
    }
    return full;
  }
}
