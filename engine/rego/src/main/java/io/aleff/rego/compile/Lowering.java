package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Term;
import io.aleff.rego.ast.Term.Comprehension.Kind;
import io.aleff.rego.ast.Walk;
import io.aleff.rego.eval.Callee;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Terms of one rule to the intermediate program. Iteration inside terms becomes statements. */
final class Lowering {

  private static final String PRINT = "print";

  private final Symbols.View names;
  private final List<Diagnostic> errors;
  private final BodyLowering bodies;
  private final IdentityHashMap<Ir.Stmt, SourceLocation> origins = new IdentityHashMap<>();
  private final Metadata metadata;
  private final List<Ir.Slot> assigned = new ArrayList<>();
  private @Nullable Term top;
  private int slots;

  /**
   * The annotations of the rule that is compiled.
   *
   * @param schemas what outer scopes say of the documents it reads
   * @param own what its own annotations say, which is not for its {@code else}
   */
  record Metadata(
      ArrayValue chain, ObjectValue rule, List<SchemaUse> schemas, List<SchemaUse> own) {
    static final Metadata NONE =
        new Metadata(ArrayValue.EMPTY, ObjectValue.EMPTY, List.of(), List.of());

    List<SchemaUse> schemas(boolean otherwise) {
      List<SchemaUse> all = new ArrayList<>(schemas);
      all.addAll(otherwise ? List.of() : own);
      return all;
    }
  }

  Lowering(Symbols.View names, List<Diagnostic> errors, Metadata metadata) {
    this.metadata = metadata;
    this.names = names;
    this.errors = errors;
    this.bodies = new BodyLowering(this);
  }

  BodyLowering bodies() {
    return bodies;
  }

  Symbols.View names() {
    return names;
  }

  /** The literals statements come from; only known in programs for tracing. */
  IdentityHashMap<Ir.Stmt, SourceLocation> origins() {
    return origins;
  }

  /** The variables declared by {@code :=}. */
  List<Ir.Slot> assigned() {
    return assigned;
  }

  int slots() {
    return slots;
  }

  int newSlot() {
    return slots++;
  }

  Ir.Slot temp(SourceLocation at) {
    return new Ir.Slot(slots++, "_", at);
  }

  void error(String code, SourceLocation at, String message) {
    errors.add(Diagnostic.error(code, at, message));
  }

  void error(Diagnostic diagnostic) {
    errors.add(diagnostic);
  }

  /** A term inside another one: what iterates is pulled out into a statement before it. */
  Ir.Term nested(Term term, Scope scope, List<Ir.Stmt> out) {
    Ir.Term lowered = term(term, scope, out);
    boolean iterates =
        lowered instanceof Ir.Path p && p.keys().stream().anyMatch(Lowering::hasSlots);
    boolean relation =
        lowered instanceof Ir.Apply a
            && a.callee() instanceof Callee.Native n
            && n.builtin().relation();
    if (!iterates && !relation) {
      return lowered;
    }
    Ir.Slot slot = temp(term.location());
    out.add(new Ir.Eq(slot, lowered, term.location()));
    return slot;
  }

  static boolean hasSlots(Ir.Term term) {
    return !Mentions.of(term).bits().isEmpty();
  }

  /** A term at the top of an expression. */
  Ir.Term term(Term term, Scope scope, List<Ir.Stmt> out) {
    return switch (term) {
      case Term.Scalar s -> new Ir.Const(s.value());
      case Term.Var v -> variable(v, scope);
      case Term.Ref r -> reference(r, scope, out);
      case Term.Call c -> call(c, scope, out);
      case Term.ArrayTerm a -> items(nestedAll(a.items(), scope, out));
      case Term.SetTerm s -> members(nestedAll(s.items(), scope, out));
      case Term.ObjectTerm o -> entries(o, scope, out);
      case Term.Comprehension c -> comprehension(c, scope);
      case Term.Template t -> new Ir.Template(nestedAll(t.parts(), scope, out), t.location());
      case Term.Logic l -> bodies.logic(l, scope, out);
    };
  }

  List<Ir.Term> nestedAll(List<Term> terms, Scope scope, List<Ir.Stmt> out) {
    List<Ir.Term> lowered = new ArrayList<>(terms.size());
    for (Term term : terms) {
      lowered.add(nested(term, scope, out));
    }
    return lowered;
  }

  private Ir.Term variable(Term.Var v, Scope scope) {
    if (v.name().equals("_")) {
      bodies.wildcard(v);
      return temp(v.location());
    }
    Integer slot = scope.find(v.name());
    if (slot != null) {
      return new Ir.Slot(slot, v.name(), v.location());
    }
    List<String> path = names.global(v.name());
    if (path != null) {
      return global(path, List.of(), v.location());
    }
    int created = slots++;
    scope.add(v.name(), created);
    return new Ir.Slot(created, v.name(), v.location());
  }

  private static Ir.Term global(List<String> path, List<Ir.Term> rest, SourceLocation at) {
    List<Ir.Term> keys = new ArrayList<>();
    for (String part : path.subList(1, path.size())) {
      keys.add(new Ir.Const(StringValue.of(part)));
    }
    keys.addAll(rest);
    Ir.Term head = path.getFirst().equals("input") ? new Ir.Input() : new Ir.Data();
    return keys.isEmpty() && head instanceof Ir.Input ? head : new Ir.Path(head, keys, at);
  }

  private Ir.Term reference(Term.Ref ref, Scope scope, List<Ir.Stmt> out) {
    List<Ir.Term> keys = nestedAll(ref.path(), scope, out);
    if (ref.head() instanceof Term.Var v && !v.name().equals("_") && !scope.knows(v.name())) {
      List<String> path = names.global(v.name());
      if (path != null) {
        return global(path, keys, ref.location());
      }
    }
    Ir.Term head = nested(ref.head(), scope, out);
    return new Ir.Path(head, keys, ref.location());
  }

  private Ir.Term call(Term.Call call, Scope scope, List<Ir.Stmt> out) {
    List<Ir.Term> args = nestedAll(call.args(), scope, out);
    List<String> rule = args.isEmpty() ? names.rule(call.name()) : null;
    if (rule != null) {
      return global(rule, List.of(), call.location());
    }
    Callee callee = callee(call);
    if (callee == null) {
      return new Ir.Items(args);
    }
    if (callee.name().equals(PRINT)) {
      error(
          "rego_type_error", call.location(), "print has no value: it is an expression of its own");
      return new Ir.Const(BoolValue.TRUE);
    }
    Value known = metadata(callee);
    if (known != null && args.isEmpty()) {
      return new Ir.Const(known);
    }
    if (callee instanceof Callee.Native
        && NamedOperators.NAMES.contains(callee.name())
        && args.size() >= callee.arity()) {
      error(
          "rego_unsafe_var_error",
          call.location(),
          "expression is unsafe: " + call.name() + " has no value");
      return new Ir.Const(BoolValue.TRUE);
    }
    if (args.size() == callee.arity() + 1 && isTop(call) && !isVariadic(callee)) {
      Ir.Term result = args.getLast();
      Ir.Term apply =
          known != null
              ? new Ir.Const(known)
              : apply(call, callee, args.subList(0, args.size() - 1));
      out.add(new Ir.Eq(result, apply, call.location()));
      return new Ir.Const(BoolValue.TRUE);
    }
    return apply(call, callee, args);
  }

  /** What a call for the annotations gives, which is known here. */
  private @Nullable Value metadata(Callee callee) {
    if (metadata.equals(Metadata.NONE)) {
      return null;
    }
    return switch (callee.name()) {
      case "rego.metadata.chain" -> metadata.chain;
      case "rego.metadata.rule" -> metadata.rule;
      default -> null;
    };
  }

  private Ir.Apply apply(Term.Call call, Callee callee, List<Ir.Term> args) {
    if (args.size() != callee.arity() && !isVariadic(callee)) {
      error("rego_type_error", call.location(), BodyTypes.arity(callee, args));
    }
    return new Ir.Apply(callee, args, call.location());
  }

  /** The statement of a call of {@code print}, or null when the term is no such call. */
  Ir.@Nullable Print print(Term term, Scope scope) {
    if (!(term instanceof Term.Call call) || !names.full(call.name()).equals(PRINT)) {
      return null;
    }
    List<Ir.Closure> args = new ArrayList<>();
    Consumer<Term> wildcards =
        part -> {
          if (part instanceof Term.Var v && v.name().equals("_")) {
            error("rego_compile_error", v.location(), "var _ is undeclared");
          }
        };
    for (Term arg : call.args()) {
      new Walk(literal -> {}, wildcards, part -> part instanceof Term.Comprehension).term(arg);
      int first = slots;
      List<Ir.Stmt> body = new ArrayList<>();
      Ir.Term head = nested(arg, scope, body);
      args.add(new Ir.Closure(Kind.SET, null, head, body, first, arg.location()));
    }
    return new Ir.Print(args, call.location());
  }

  /** A call that is an expression of its own: its result may stand behind its arguments. */
  void top(Term term) {
    top = term;
  }

  @SuppressWarnings("ReferenceEquality")
  private boolean isTop(Term.Call call) {
    return call == top;
  }

  private static boolean isVariadic(Callee callee) {
    return callee.arity() < 0;
  }

  private @Nullable Callee callee(Term.Call call) {
    Callee callee = names.callee(call.name());
    if (callee == null) {
      error(
          Diagnostic.error(
                  "rego_type_error",
                  call.location(),
                  "undefined function " + names.full(call.name()))
              .maybe(names.symbols().suggest(call.name())));
    } else if (callee instanceof Callee.Native n
        && !n.builtin().allowed()
        && !names.symbols().mayReachOut()) {
      error(
          "rego_type_error",
          call.location(),
          call.name() + ": not allowed, because it reaches out of the evaluation");
    }
    return callee;
  }

  static Ir.Term items(List<Ir.Term> items) {
    List<Value> values = constants(items);
    return values == null ? new Ir.Items(items) : new Ir.Const(ArrayValue.of(values));
  }

  private static Ir.Term members(List<Ir.Term> items) {
    List<Value> values = constants(items);
    return values == null ? new Ir.Members(items) : new Ir.Const(SetValue.of(values));
  }

  private static @Nullable List<Value> constants(List<Ir.Term> items) {
    List<Value> values = new ArrayList<>(items.size());
    for (Ir.Term item : items) {
      if (!(item instanceof Ir.Const c)) {
        return null;
      }
      values.add(c.value());
    }
    return values;
  }

  private Ir.Term entries(Term.ObjectTerm object, Scope scope, List<Ir.Stmt> out) {
    List<Ir.Term> keys = new ArrayList<>();
    List<Ir.Term> values = new ArrayList<>();
    for (Term.Entry entry : object.entries()) {
      keys.add(nested(entry.key(), scope, out));
      values.add(nested(entry.value(), scope, out));
    }
    List<Value> knownKeys = constants(keys);
    List<Value> knownValues = constants(values);
    if (knownKeys == null || knownValues == null) {
      return new Ir.Entries(keys, values);
    }
    Map<Value, Value> map = new HashMap<>();
    for (int i = 0; i < knownKeys.size(); i++) {
      map.put(knownKeys.get(i), knownValues.get(i));
    }
    return new Ir.Const(ObjectValue.of(map));
  }

  private Ir.Term comprehension(Term.Comprehension c, Scope outer) {
    int first = slots;
    Scope scope = new Scope(outer);
    List<Term> heads = c.key() == null ? List.of(c.head()) : List.of(c.key(), c.head());
    List<Ir.Stmt> body = new ArrayList<>();
    int negations = bodies.enterClosure();
    bodies.open(c.body(), heads, scope);
    bodies.lower(c.body(), scope, body);
    Ir.Term key = c.key() == null ? null : nested(c.key(), scope, body);
    Ir.Term head = nested(c.head(), scope, body);
    bodies.leaveClosure(negations);
    return new Ir.Closure(c.kind(), key, head, body, first, c.location());
  }

  /** The literals of a body together with what is around them, as used by the rule compiler. */
  List<Ir.Stmt> body(List<Literal> literals, List<Term> heads, Scope scope) {
    List<Ir.Stmt> out = new ArrayList<>();
    bodies.open(literals, heads, scope);
    bodies.lower(literals, scope, out);
    return out;
  }
}
