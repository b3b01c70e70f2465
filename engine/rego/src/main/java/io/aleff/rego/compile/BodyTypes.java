package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.rego.eval.Callee;
import io.aleff.rego.types.Compatibility;
import io.aleff.rego.types.Signatures;
import io.aleff.rego.types.Type;
import io.aleff.rego.types.TypeTree;
import io.aleff.rego.types.Types;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the types of the variables of a body, statement by statement in the order in which they
 * run, and what cannot be. As in OPA, of an {@code every} only domain and references are checked.
 */
final class BodyTypes {

  private static final String CODE = "rego_type_error";

  private final TypeEnv env;
  private final TypeUnifier unifier;
  private final RefTypes refs;
  private final List<Diagnostic> errors;

  BodyTypes(TypeEnv env, List<Diagnostic> errors) {
    this.env = env;
    this.errors = errors;
    this.unifier = new TypeUnifier(env);
    this.refs = new RefTypes(env, unifier);
  }

  /** Checks a body; afterwards {@code bound} has what it binds. */
  void body(List<Ir.Stmt> body, BitSet bound) {
    for (Ir.Stmt stmt : Safety.order(body, bound).stmts()) {
      stmt(stmt, bound);
      BitSet outputs = Safety.outputs(stmt, bound);
      if (outputs != null) {
        bound.or(outputs);
      }
    }
  }

  private static BitSet copy(BitSet bound) {
    return (BitSet) bound.clone();
  }

  private void stmt(Ir.Stmt stmt, BitSet bound) {
    switch (stmt) {
      case Ir.Eq e -> equal(e.left(), e.right(), e.at(), bound);
      case Ir.Is i when i.term() instanceof Ir.Apply a -> {
        if (a.callee().name().equals("equal")) {
          equal(a.args().getFirst(), a.args().getLast(), a.at(), bound);
        } else {
          terms(a.args(), bound);
          call(a, false);
        }
      }
      case Ir.Is i -> term(i.term(), bound);
      case Ir.Not n -> body(n.body(), copy(bound));
      case Ir.Either e -> {
        body(e.first(), copy(bound));
        body(e.second(), copy(bound));
      }
      case Ir.With w -> {
        w.replacements().forEach(replace -> replacement(replace, w.at(), bound));
        body(w.body(), copy(bound));
      }
      case Ir.Every e -> {
        term(e.domain(), bound);
        BitSet inner = copy(bound);
        inner.or(Mentions.of(List.of(e.key(), e.value())).bits());
        inside(e.body(), inner);
      }
      case Ir.Print p -> p.args().forEach(arg -> term(arg, bound));
      case Ir.Declared d -> {}
    }
  }

  private void equal(Ir.Term left, Ir.Term right, SourceLocation at, BitSet bound) {
    int known = errors.size();
    term(left, bound);
    term(right, bound);
    Type a = env.of(left);
    Type b = env.of(right);
    if (!unifier.unify(left, right) && errors.size() == known) {
      String before = Types.text(a) + "\n\tright : " + Types.text(b);
      errors.add(Diagnostic.error(CODE, at, "match error\n\tleft  : " + before));
    }
  }

  private void replacement(Ir.Replace replace, SourceLocation at, BitSet bound) {
    if (replace.value() != null) {
      term(replace.value(), bound);
    }
    if (replace.callee() == null || replace.function() == null) {
      return;
    }
    Type other = env.callee(replace.callee());
    if (env.callee(replace.function()) instanceof Type.Function f
        && other instanceof Type.Function g
        && !Compatibility.fit(f, g)) {
      errors.add(
          Diagnostic.error(
              CODE,
              at,
              replace.function().name()
                  + ": arity mismatch\n\thave: "
                  + arguments(g.args())
                  + "\n\twant: "
                  + arguments(f.args())));
    }
  }

  /** References and comprehensions of statements that are not checked themselves. */
  private void inside(List<Ir.Stmt> body, BitSet bound) {
    for (Ir.Stmt stmt : body) {
      Mentions mentions = Mentions.of(stmt);
      mentions.paths().forEach(this::reference);
      mentions.closures().forEach(closure -> closure(closure, bound));
    }
  }

  void terms(List<Ir.Term> terms, BitSet bound) {
    terms.forEach(term -> term(term, bound));
  }

  /** Checks what a term calls, refers to and encloses. */
  void term(Ir.Term term, BitSet bound) {
    switch (term) {
      case Ir.Path p -> {
        term(p.head(), bound);
        terms(p.keys(), bound);
        reference(p);
      }
      case Ir.Apply a -> {
        terms(a.args(), bound);
        call(a, true);
      }
      case Ir.Items i -> terms(i.items(), bound);
      case Ir.Members m -> terms(m.items(), bound);
      case Ir.Entries e -> {
        terms(e.keys(), bound);
        terms(e.values(), bound);
      }
      case Ir.Template t -> terms(t.parts(), bound);
      case Ir.Closure c -> closure(c, bound);
      case Ir.Const c -> {}
      case Ir.Slot s -> {}
      case Ir.Input i -> {}
      case Ir.Data d -> {}
    }
  }

  private void reference(Ir.Path path) {
    Diagnostic wrong = refs.check(path);
    if (wrong != null) {
      errors.add(wrong);
    }
  }

  private void closure(Ir.Closure closure, BitSet bound) {
    if (env.closure(closure) != null) {
      return;
    }
    int before = errors.size();
    BitSet inner = copy(bound);
    body(closure.body(), inner);
    Ir.Term key = closure.key();
    if (key != null) {
      term(key, inner);
    }
    term(closure.head(), inner);
    Type head = env.of(closure.head());
    Type type =
        switch (closure.kind()) {
          case ARRAY -> Types.array(List.of(), head == null ? Type.ANY : head);
          case SET -> Types.set(head == null ? Type.ANY : head);
          case OBJECT -> {
            Type keys = key == null ? null : env.of(key);
            yield Types.object(keys == null ? Type.ANY : keys, head == null ? Type.ANY : head);
          }
        };
    env.closure(closure, errors.size() > before ? Type.ANY : type);
  }

  /**
   * @param used whether something takes the result
   */
  private void call(Ir.Apply call, boolean used) {
    if (!(env.callee(call.callee()) instanceof Type.Function f)
        || f.args().size() != call.args().size()) {
      return;
    }
    boolean fits = true;
    for (int i = 0; fits && i < call.args().size(); i++) {
      fits = unifier.unify(call.args().get(i), f.args().get(i), false);
    }
    if (fits) {
      return;
    }
    env.failed(call);
    List<@Nullable Type> have = new ArrayList<>(env.all(call.args()));
    if (used) {
      have.add(null);
    }
    errors.add(
        Diagnostic.error(
            CODE,
            call.at(),
            call.callee().name()
                + ": invalid argument(s)\n\thave: "
                + arguments(have)
                + "\n\twant: "
                + wanted(call.callee(), f)));
  }

  /** What is wrong with a number of arguments. */
  static String arity(Callee callee, List<Ir.Term> args) {
    Signatures.Signature signature =
        callee instanceof Callee.Native n ? Signatures.of(n.name()) : null;
    if (signature == null) {
      return "function %s has arity %d, got %d argument%s"
          .formatted(callee.name(), callee.arity(), args.size(), args.size() == 1 ? "" : "s");
    }
    TypeEnv env = new TypeEnv(new TypeTree(), Map.of(), DocumentTypes.Known.NOTHING);
    return callee.name()
        + ": arity mismatch\n\thave: "
        + arguments(env.all(args))
        + "\n\twant: "
        + signature.arguments();
  }

  private static String wanted(Callee callee, Type.Function type) {
    Signatures.Signature signature =
        callee instanceof Callee.Native n ? Signatures.of(n.name()) : null;
    if (signature != null) {
      return signature.text();
    }
    List<@Nullable Type> want = new ArrayList<>(type.args());
    if (type.result() != null) {
      want.add(type.result());
    }
    return arguments(want);
  }

  private static String arguments(List<? extends @Nullable Type> types) {
    return types.stream().map(Types::text).collect(Collectors.joining(", ", "(", ")"));
  }
}
