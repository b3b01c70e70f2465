package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.rego.CompileOptions;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Module;
import io.aleff.rego.ast.Rule;
import io.aleff.rego.ast.Term;
import io.aleff.rego.builtin.Builtin;
import io.aleff.rego.eval.CompiledRule;
import io.aleff.rego.eval.RuleSet;
import io.aleff.rego.eval.RuleTree;
import io.aleff.rego.types.SchemaProblem;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Joins modules into one program. */
public final class Compiler {

  private record Entry(Module module, Rule rule, List<Term> keys) {}

  private static final class Group {
    final RuleTree node;
    final String path;
    final List<Value> place;
    final List<Entry> entries = new ArrayList<>();

    Group(RuleTree node, String path, List<Value> place) {
      this.node = node;
      this.path = path;
      this.place = place;
    }
  }

  private final CompileOptions options;
  private final RuleTree tree = new RuleTree();
  private final Symbols symbols;
  private Annotations annotations = Annotations.of(List.of(), List.of());
  private final List<Diagnostic> errors = new ArrayList<>();
  private final Map<String, Group> groups = new LinkedHashMap<>();
  private final Map<RuleSet, List<Mentions>> mentions = new LinkedHashMap<>();
  private final Map<RuleSet, List<TypedRule>> typed = new LinkedHashMap<>();
  private final Map<RuleSet, List<Value>> places = new LinkedHashMap<>();

  private Compiler(Map<String, Builtin> builtins, CompileOptions options, boolean traced) {
    this.options = options;
    this.symbols = new Symbols(builtins, options, traced);
  }

  /** A program, or what is wrong. */
  public record Result(@Nullable Program program, List<Diagnostic> errors) {}

  /**
   * @param traced whether the program tells tracers what it does; then rules have no index
   */
  public static Result compile(
      List<Module> modules, Map<String, Builtin> builtins, CompileOptions options, boolean traced) {
    Compiler compiler = new Compiler(builtins, options, traced);
    try {
      return compiler.run(modules);
    } catch (StackOverflowError e) {
      return new Result(
          null,
          List.of(
              Diagnostic.error(
                  "rego_compile_error",
                  modules.getFirst().packageLocation(),
                  "nested too deeply")));
    }
  }

  private Result run(List<Module> modules) {
    annotations = Annotations.of(modules, errors);
    modules.forEach(this::collect);
    List<Group> all = List.copyOf(groups.values());
    List<RuleSet> sets = new ArrayList<>();
    for (Group group : all) {
      sets.add(declare(group, sets.size()));
    }
    for (int i = 0; i < all.size(); i++) {
      define(all.get(i), sets.get(i));
    }
    Strict.check(modules, options.strict(), errors);
    Conflicts.check(tree, "data", errors);
    RuleTypes types = new RuleTypes(places, documents(modules), errors);
    for (RuleSet set : Recursion.check(tree, mentions, errors)) {
      typed.getOrDefault(set, List.of()).forEach(types::rule);
    }
    errors.sort(Comparator.comparing(Diagnostic::location));
    List<Diagnostic> distinct = errors.stream().distinct().toList();
    return new Result(
        distinct.isEmpty() ? new Program(tree, sets, symbols, types, modules) : null, distinct);
  }

  private DocumentTypes documents(List<Module> modules) {
    try {
      return DocumentTypes.of(symbols.schemas());
    } catch (SchemaProblem e) {
      if (!modules.isEmpty()) {
        SourceLocation at = modules.getFirst().packageLocation();
        errors.add(Diagnostic.error("rego_type_error", at, e.text()));
      }
      return DocumentTypes.nothing();
    }
  }

  private void collect(Module module) {
    RuleTree node = tree;
    for (String part : module.path()) {
      node = node.grow(StringValue.of(part));
    }
    for (Rule rule : module.rules()) {
      symbols.rule(module, rule.name());
      RuleTree at = node;
      StringBuilder path = new StringBuilder(module.dataPath());
      List<Value> place = new ArrayList<>();
      module.path().forEach(part -> place.add(StringValue.of(part)));
      int i = 0;
      for (; i < rule.ref().size() && rule.ref().get(i) instanceof Term.Scalar s; i++) {
        at = at.grow(s.value());
        path.append('.').append(text(s.value()));
        place.add(s.value());
      }
      RuleTree leaf = at;
      String name = path.toString();
      groups
          .computeIfAbsent(name, n -> new Group(leaf, n, List.copyOf(place)))
          .entries
          .add(new Entry(module, rule, rule.ref().subList(i, rule.ref().size())));
    }
  }

  private static String text(Value value) {
    return value instanceof StringValue s ? s.value() : value.toString();
  }

  private static RuleSet.Kind kind(Entry entry) {
    if (entry.rule.args() != null) {
      return RuleSet.Kind.FUNCTION;
    }
    if (!entry.keys.isEmpty()) {
      return RuleSet.Kind.OBJECT;
    }
    return entry.rule.member() != null ? RuleSet.Kind.SET : RuleSet.Kind.COMPLETE;
  }

  private RuleSet declare(Group group, int id) {
    Entry first = group.entries.getFirst();
    RuleSet.Kind kind = kind(first);
    int arity = arity(first.rule);
    for (Entry entry : group.entries) {
      if (kind(entry) != kind || arity(entry.rule) != arity) {
        errors.add(
            Diagnostic.error(
                "rego_type_error",
                entry.rule.location(),
                "conflicting rules " + group.path + " found"));
      }
    }
    RuleSet set = new RuleSet(group.path, id, kind, arity, group.node, first.rule.location());
    group.node.rules(set);
    if (kind == RuleSet.Kind.FUNCTION) {
      symbols.function(set);
    }
    return set;
  }

  private static int arity(Rule rule) {
    List<Term> args = rule.args();
    return args == null ? 0 : args.size();
  }

  private void define(Group group, RuleSet set) {
    RuleCompiler.Found found =
        new RuleCompiler.Found(group.place, new ArrayList<>(), new ArrayList<>());
    mentions.put(set, found.mentions());
    typed.put(set, found.typed());
    places.put(set, group.place);
    List<CompiledRule> compiled = new ArrayList<>();
    List<CompiledRule> keyed = new ArrayList<>();
    CompiledRule otherwise = null;
    boolean partial = set.kind() == RuleSet.Kind.SET || set.kind() == RuleSet.Kind.OBJECT;
    for (Entry entry : group.entries) {
      Symbols.View view = Symbols.View.of(symbols, entry.module);
      Lowering.Metadata metadata =
          new Lowering.Metadata(
              annotations.chain(entry.module, entry.rule),
              annotations.rule(entry.rule),
              annotations.schemas(entry.module, entry.rule),
              annotations.ownSchemas(entry.rule));
      CompiledRule rule =
          new RuleCompiler(tree, group.path, view, metadata, errors, found)
              .compile(entry.rule, entry.keys);
      if (!entry.rule.isDefault()) {
        compiled.add(rule);
      } else if (otherwise == null) {
        otherwise = rule;
      } else {
        errors.add(
            Diagnostic.error(
                "rego_type_error",
                entry.rule.location(),
                "multiple default rules " + group.path + " found"));
      }
      if (partial && errors.isEmpty()) {
        keyed.add(
            new RuleCompiler(
                    tree,
                    group.path,
                    view,
                    metadata,
                    new ArrayList<>(),
                    RuleCompiler.Found.nothing())
                .keyed(entry.rule, entry.keys));
      }
    }
    set.fill(compiled, keyed, otherwise);
  }

  /** A compiled query; see {@link Program#query}. */
  static QueryProgram query(Program program, List<Literal> body) {
    List<Diagnostic> errors = new ArrayList<>();
    Symbols.View view = new Symbols.View(program.symbols(), "data", Map.of());
    Lowering lowering = new Lowering(view, errors, Lowering.Metadata.NONE);
    Scope scope = new Scope(null);
    List<Ir.Stmt> stmts = lowering.body(body, List.of(), scope);
    program.types().query(stmts, errors);
    return QueryProgram.of(program.tree(), lowering, scope, stmts, errors);
  }
}
