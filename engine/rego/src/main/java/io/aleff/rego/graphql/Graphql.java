package io.aleff.rego.graphql;

import io.aleff.rego.value.ObjectValue;

/**
 * Reads and checks documents. All methods throw {@link GraphqlError}; what a {@link Meter} throws
 * passes through.
 */
public final class Graphql {

  private final Meter meter;

  public Graphql(Meter meter) {
    this.meter = meter;
  }

  /** Operations and fragments, not checked. */
  public static final class Query {
    private final Ast.Query query;

    private Query(Ast.Query query) {
      this.query = query;
    }

    /** With {@code Operations} and {@code Fragments}, as OPA writes them. */
    public ObjectValue value() {
      return DocumentWriter.query(query);
    }
  }

  /** The definition of a type system, not checked. */
  public static final class Types {
    private final Ast.SchemaDocument document;

    private Types(Ast.SchemaDocument document) {
      this.document = document;
    }

    /** With {@code Definitions}, {@code Directives} and so on, as OPA writes them. */
    public ObjectValue value() {
      return DocumentWriter.schema(document);
    }
  }

  public Query query(String text) {
    return new Query(new QueryParser(text, meter).document());
  }

  public Query query(ObjectValue value) {
    return new Query(new DocumentReader(meter).query(value));
  }

  public Types types(String text) {
    return new Types(new SchemaParser(text, meter, false).document());
  }

  public Types types(ObjectValue value) {
    return new Types(new DocumentReader(meter).schema(value));
  }

  /** Fails when a type system is not valid. */
  public void check(Types types) {
    schema(types);
  }

  /** Fails when a type system is not valid, or a query cannot be asked of it. */
  public void check(Query query, Types types) {
    QueryCheck.run(schema(types), query.query, meter);
  }

  private Schema schema(Types types) {
    try {
      return Schema.of(types.document, meter);
    } catch (GraphqlError e) {
      throw new GraphqlError(
          "Error in gqlparser SchemaDocument to Schema conversion: " + e.placed(), null);
    }
  }
}
