package io.aleff.rego.builtin;

import io.aleff.rego.graphql.Graphql;
import io.aleff.rego.graphql.GraphqlError;
import io.aleff.rego.graphql.Meter;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;

/** GraphQL queries and schemas, as text or in the form that reading them gives. */
final class GraphqlDocuments {

  /** OPA counts these operands from 0, other than those of all other built-ins. */
  private static final String KINDS = "one of {string, object}";

  private GraphqlDocuments() {}

  static void register(Builtins r) {
    r.add("graphql.parse", 2, (s, a) -> reported(() -> parsed(graphql(s), a)));
    r.add("graphql.parse_and_verify", 2, (s, a) -> verified(graphql(s), a));
    r.add(
        "graphql.parse_query",
        1,
        (s, a) -> reported(() -> graphql(s).query(Operands.string(a, 0)).value()));
    r.add(
        "graphql.parse_schema",
        1,
        (s, a) -> reported(() -> graphql(s).types(Operands.string(a, 0)).value()));
    r.add(
        "graphql.is_valid",
        2,
        (s, a) -> succeeds(() -> graphql(s).check(query(graphql(s), a), types(graphql(s), a, 1))));
    r.add(
        "graphql.schema_is_valid",
        1,
        (s, a) -> succeeds(() -> graphql(s).check(types(graphql(s), a, 0))));
  }

  private static Graphql graphql(Builtin.Scope scope) {
    return new Graphql(
        new Meter() {
          @Override
          public void step() {
            scope.step();
          }

          @Override
          public void work(long things) {
            scope.work(things);
          }

          @Override
          public void nested(int depth) {
            scope.nested(depth);
          }
        });
  }

  private static Graphql.Query query(Graphql graphql, Value[] a) {
    return switch (a[0]) {
      case StringValue text -> graphql.query(text.value());
      case ObjectValue document -> graphql.query(document);
      default -> throw Operands.wrong(-1, KINDS, a[0]);
    };
  }

  private static Graphql.Types types(Graphql graphql, Value[] a, int i) {
    return switch (a[i]) {
      case StringValue text -> graphql.types(text.value());
      case ObjectValue document -> graphql.types(document);
      default -> throw Operands.wrong(i - 1, KINDS, a[i]);
    };
  }

  private static ArrayValue parsed(Graphql graphql, Value[] a) {
    Graphql.Query query = query(graphql, a);
    Graphql.Types types = types(graphql, a, 1);
    graphql.check(query, types);
    return ArrayValue.of(query.value(), types.value());
  }

  private static Value verified(Graphql graphql, Value[] a) {
    try {
      ArrayValue parsed = parsed(graphql, a);
      return ArrayValue.of(BoolValue.TRUE, parsed.get(0), parsed.get(1));
    } catch (GraphqlError | BuiltinError e) {
      return ArrayValue.of(BoolValue.FALSE, ObjectValue.EMPTY, ObjectValue.EMPTY);
    }
  }

  private static Value succeeds(Runnable check) {
    try {
      check.run();
      return BoolValue.TRUE;
    } catch (GraphqlError | BuiltinError e) {
      return BoolValue.FALSE;
    }
  }

  /** With the error of a document as one of the built-in. */
  private static Value reported(java.util.function.Supplier<Value> work) {
    try {
      return work.get();
    } catch (GraphqlError e) {
      GraphqlError.Position at = e.at();
      throw BuiltinError.value(
          at == null
              ? e.text()
              : e.text() + " in GraphQL string at location " + at.line() + ":" + at.column());
    }
  }
}
