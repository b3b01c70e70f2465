package io.aleff.rego;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Module;
import io.aleff.rego.builtin.Builtins;
import io.aleff.rego.builtin.PatternCache;
import io.aleff.rego.compile.Compiler;
import io.aleff.rego.compile.Program;
import io.aleff.rego.compile.QueryProgram;
import io.aleff.rego.eval.QueryRun;
import io.aleff.rego.eval.QueryState;
import io.aleff.rego.eval.RegoFailure;
import io.aleff.rego.parse.ModuleParser;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.JsonValues;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.SetValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** A compiled policy: immutable, may be used by any number of threads at once. */
public final class Policy {

  private static final int MAX_QUERIES = 200;

  private final Program program;
  private final PatternCache patterns = new PatternCache();
  private final CompileOptions options;
  private final Map<String, Prepared> queries = new ConcurrentHashMap<>();
  private @Nullable Policy traced;

  private record Prepared(
      @Nullable QueryProgram program, List<io.aleff.definition.Diagnostic> errors) {}

  Policy(Program program, CompileOptions options) {
    this.program = program;
    this.options = options;
  }

  /** The same policy compiled so that tracers hear what it does. Made when first asked for. */
  private synchronized Policy traced() {
    if (traced == null) {
      Compiler.Result result = Compiler.compile(program.modules(), Builtins.all(), options, true);
      Program made = result.program();
      if (made == null) {
        throw new IllegalStateException("compiled before, but not for tracing: " + result.errors());
      }
      traced = new Policy(made, options);
    }
    return traced;
  }

  Program program() {
    return program;
  }

  /** The packages, each once, sorted, without {@code data}. */
  public List<String> packages() {
    return program.modules().stream()
        .map(module -> String.join(".", module.path()))
        .distinct()
        .sorted()
        .toList();
  }

  /** The modules as parsed. */
  public List<Module> modules() {
    return program.modules();
  }

  /**
   * The document at a path under {@code data}, from rules and base documents.
   *
   * @param dataPath for example {@code aleff.guardrails}, with or without {@code data.}
   * @param input null when there is none
   * @param data the base documents; an object
   */
  public Evaluation evaluate(
      String dataPath, @Nullable JsonNode input, @Nullable JsonNode data, Limits limits) {
    try {
      return evaluate(
          dataPath, JsonValues.fromNullable(input), JsonValues.fromNullable(data), limits);
    } catch (StackOverflowError e) {
      return new Evaluation.Failed("eval_limit_depth", "input nested too deeply", null);
    }
  }

  /** As the other form, with documents that were converted before. */
  public Evaluation evaluate(
      String dataPath, @Nullable Value input, @Nullable Value data, Limits limits) {
    String query =
        dataPath.equals("data") || dataPath.startsWith("data.") ? dataPath : "data." + dataPath;
    Outcome outcome = run("$result := " + query, input, data, limits, null);
    return switch (outcome) {
      case Outcome.Solutions s when s.values().isEmpty() -> new Evaluation.Undefined();
      case Outcome.Solutions s -> {
        Value value = s.values().getFirst().get("$result");
        yield value == null
            ? new Evaluation.Undefined()
            : new Evaluation.Defined(JsonValues.to(value));
      }
      case Outcome.Failed f -> new Evaluation.Failed(f.code(), f.message(), f.location());
      case Outcome.Rejected r ->
          new Evaluation.Failed(
              r.errors().getFirst().code(), r.errors().getFirst().message(), null);
    };
  }

  /**
   * The document at a path, as a value, without input and data.
   *
   * @return null when it is undefined or the evaluation fails
   */
  public @Nullable Value value(String dataPath) {
    return run("$result := " + dataPath, null, null, Limits.DEFAULT) instanceof Outcome.Solutions s
            && !s.values().isEmpty()
        ? s.values().getFirst().get("$result")
        : null;
  }

  /**
   * All solutions of a query.
   *
   * @param query for example {@code data.example.deny[reason]}
   */
  public QueryResult query(
      String query, @Nullable JsonNode input, @Nullable JsonNode data, Limits limits) {
    return query(query, JsonValues.fromNullable(input), JsonValues.fromNullable(data), limits);
  }

  /** As the other form, with documents that were converted before. */
  public QueryResult query(
      String query, @Nullable Value input, @Nullable Value data, Limits limits) {
    return query(query, input, data, limits, null);
  }

  /**
   * As the other form.
   *
   * @param tracer hears what the evaluation does
   */
  public QueryResult query(
      String query,
      @Nullable Value input,
      @Nullable Value data,
      Limits limits,
      @Nullable Tracer tracer) {
    return switch (run(query, input, data, limits, tracer)) {
      case Outcome.Rejected r -> new QueryResult.Rejected(r.errors());
      case Outcome.Failed f -> new QueryResult.Failed(f.code(), f.message(), f.location());
      case Outcome.Solutions s -> {
        List<Map<String, JsonNode>> out = new ArrayList<>();
        for (Map<String, Value> solution : s.values()) {
          Map<String, JsonNode> json = new LinkedHashMap<>();
          solution.forEach((name, value) -> json.put(name, JsonValues.to(value)));
          out.add(json);
        }
        yield new QueryResult.Bindings(List.copyOf(out));
      }
    };
  }

  /** Solutions as values, or why there are none. */
  sealed interface Outcome {

    record Solutions(List<Map<String, Value>> values) implements Outcome {}

    record Failed(String code, String message, @Nullable SourceLocation location)
        implements Outcome {}

    record Rejected(List<io.aleff.definition.Diagnostic> errors) implements Outcome {}
  }

  Outcome run(String query, @Nullable Value input, @Nullable Value data, Limits limits) {
    return run(query, input, data, limits, null);
  }

  Outcome run(
      String query,
      @Nullable Value input,
      @Nullable Value data,
      Limits limits,
      @Nullable Tracer tracer) {
    return tracer == null || tracer instanceof Tracer.Notes
        ? execute(query, input, data, limits, tracer)
        : traced().execute(query, input, data, limits, tracer);
  }

  private Outcome execute(
      String query,
      @Nullable Value input,
      @Nullable Value data,
      Limits limits,
      @Nullable Tracer tracer) {
    Prepared prepared = prepare(query);
    QueryProgram compiled = prepared.program;
    if (compiled == null) {
      return new Outcome.Rejected(prepared.errors);
    }
    QueryState state =
        new QueryState(
            program.tree(),
            program.sets().size(),
            patterns,
            input,
            data == null ? ObjectValue.EMPTY : data,
            limits,
            tracer);
    try {
      List<Map<String, Value>> solutions = new ArrayList<>();
      QueryRun.solve(
          compiled.body(),
          compiled.slots(),
          compiled.sinks(),
          state,
          slots -> {
            Map<String, Value> solution = new TreeMap<>();
            compiled
                .variables()
                .forEach(
                    (name, slot) -> {
                      Value value = slots.apply(slot);
                      if (value != null) {
                        solution.put(name, value);
                      }
                    });
            solutions.add(solution);
          });
      check(solutions, limits);
      return new Outcome.Solutions(solutions);
    } catch (RegoFailure e) {
      return new Outcome.Failed(e.code(), e.text(), e.location());
    } catch (StackOverflowError e) {
      return new Outcome.Failed("eval_limit_depth", "evaluation nested too deeply", null);
    }
  }

  private Prepared prepare(String query) {
    Prepared known = queries.get(query);
    if (known != null) {
      return known;
    }
    ModuleParser.ParsedQuery parsed = ModuleParser.query(query);
    Prepared made;
    if (!parsed.errors().isEmpty()) {
      made = new Prepared(null, parsed.errors());
    } else {
      QueryProgram compiled = program.query(parsed.body());
      made =
          compiled.errors().isEmpty()
              ? new Prepared(compiled, List.of())
              : new Prepared(null, compiled.errors());
    }
    if (queries.size() >= MAX_QUERIES) {
      queries.clear();
    }
    queries.put(query, made);
    return made;
  }

  private static void check(List<Map<String, Value>> solutions, Limits limits) {
    long size = 0;
    for (Map<String, Value> solution : solutions) {
      for (Value value : solution.values()) {
        size += value.weight();
        if (size > limits.resultSize()) {
          throw new RegoFailure("eval_limit_result", "the result is too large", null);
        }
        checkNesting(value, limits.nesting());
      }
    }
  }

  private static void checkNesting(Value value, int left) {
    if (left < 0) {
      throw new RegoFailure("eval_limit_nesting", "the result is nested too deeply", null);
    }
    switch (value) {
      case ArrayValue a -> a.elements().forEach(element -> checkNesting(element, left - 1));
      case SetValue s -> s.sorted().forEach(member -> checkNesting(member, left - 1));
      case ObjectValue o ->
          o.entries()
              .forEach(
                  (key, entry) -> {
                    checkNesting(key, left - 1);
                    checkNesting(entry, left - 1);
                  });
      case NullValue n -> {}
      case BoolValue b -> {}
      case NumberValue n -> {}
      case StringValue t -> {}
    }
  }
}
