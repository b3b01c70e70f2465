package io.aleff.rego.graphql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aleff.rego.value.ObjectValue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GraphqlTest {

  private static final String SCHEMA =
      """
      type Query { pet(id: ID!, size: Size = BIG): Pet pets: [Pet!]! }
      type Mutation { rename(id: ID!, to: Name!): Pet }
      type Subscription { born: Pet died: Pet }
      interface Pet { name: String! }
      type Dog implements Pet { name: String! barks: Boolean }
      type Cat implements Pet { name: String! lives: Int }
      input Name { first: String! last: String = "x" }
      enum Size { BIG SMALL }
      """;

  private static final int DEEPEST = 50;

  private static final Graphql GRAPHQL =
      new Graphql(
          new Meter() {
            @Override
            public void step() {}

            @Override
            public void work(long things) {}

            @Override
            public void nested(int depth) {
              if (depth > DEEPEST) {
                throw new IllegalStateException("too deep");
              }
            }
          });

  private static String problem(String query) {
    try {
      GRAPHQL.check(GRAPHQL.query(query), GRAPHQL.types(SCHEMA));
      return "";
    } catch (GraphqlError e) {
      return e.text();
    }
  }

  @Test
  void queriesThatFitTheSchemaAreValid() {
    assertThat(
            problem(
                "{ pets { name ... on Dog { barks } __typename } __schema { types { name } } }"))
        .isEmpty();
    assertThat(
            problem(
                "query Q($id: ID!, $s: Size = SMALL) { pet(id: $id, size: $s) { ...F } } fragment F on Pet { name }"))
        .isEmpty();
    assertThat(problem("mutation { rename(id: 3, to: {first: \"a\"}) { name } }")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{ pets { nam } }|Cannot query field \"nam\" on type \"Pet\". Did you mean \"name\"?",
        "{ pets { barks } }|Did you mean to use an inline fragment on \"Dog\"?",
        "{ pets }|must have a selection of subfields",
        "{ pet { name } }|argument \"id\" of type \"ID!\" is required",
        "{ pet(id: 1, siz: BIG) { name } }|Unknown argument \"siz\" on field \"Query.pet\". Did you mean \"size\" or \"id\"?",
        "{ pet(id: true) { name } }|ID cannot represent a non-string and non-integer value: true",
        "{ pet(id: 1, size: HUGE) { name } }|Value \"HUGE\" does not exist in \"Size\" enum",
        "{ pet(id: $x) { name } }|Variable \"$x\" is not defined",
        "query($x: ID) { pet(id: $x) { name } }|used in position expecting type \"ID!\"",
        "query($x: ID) { pets { name } }|Variable \"$x\" is never used",
        "query($x: Dog) { pets { name @include(if: $x) } }|cannot be non-input type \"Dog\"",
        "{ pets { name @foo } }|Unknown directive \"@foo\"",
        "{ pets { ...F } }|Unknown fragment \"F\"",
        "{ pets { name } } fragment F on Dog { name }|Fragment \"F\" is never used",
        "{ pets { ...F } } fragment F on Pet { ...F }|Cannot spread fragment \"F\" within itself",
        "{ pets { name: __typename name } }|Fields \"name\" conflict",
        "{ pets { ... on Query { pets { name } } } }|can never be of type \"Query\"",
        "subscription { born { name } died { name } }|must select only one top level field",
        "mutation { rename(id: 1, to: {last: \"b\"}) { name } }|Field \"Name.first\" of required type \"String!\" was not provided",
        "mutation { rename(id: 1, to: {first: \"a\", x: 1}) { name } }|Field \"x\" is not defined by type \"Name\"",
        "query A { pets { name } } query A { pets { name } }|only one operation named \"A\"",
        "{ pets { name } } query A { pets { name } }|anonymous operation must be the only",
      })
  void queriesThatDoNotAreRefused(String query, String wanted) {
    assertThat(problem(query)).contains(wanted);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "type A { b: C }|Undefined type C.",
        "type A { b: Int } type A { b: Int }|Cannot redeclare type A.",
        "type A { b: Int b: Int }|Field A.b can only be defined once.",
        "type A implements I { b: Int } interface I { c: Int }|it must have a field called c",
        "extend type A { b: Int } extend input A { c: Int }|Cannot extend type A because the base type is a OBJECT",
        "union U = Int|UNION type \"Int\" must be OBJECT.",
        "enum E { true }|non-enum value true",
        "type A { b: Int @deprecated @nope }|Undefined directive nope.",
        "type __A { b: Int }|must not begin with \"__\"",
        "schema { query: Q }|refers to a type Q that does not exist",
      })
  void wrongSchemasAreRefused(String schema, String wanted) {
    assertThatThrownBy(() -> GRAPHQL.check(GRAPHQL.types(schema)))
        .isInstanceOfSatisfying(GraphqlError.class, e -> assertThat(e.text()).contains(wanted));
  }

  @Test
  void documentsAreReadAgainFromTheirValues() {
    String text =
        "query Q($v: [Int!]! = [3]) @skip(if: true) { a(x: {k: [$v, \"s\", null]}) { ...F ... on T { b } } } fragment F on T { c }";
    ObjectValue value = GRAPHQL.query(text).value();
    assertThat(GRAPHQL.query(value).value()).isEqualTo(value);
    ObjectValue schema = GRAPHQL.types(SCHEMA).value();
    assertThat(GRAPHQL.types(schema).value()).isEqualTo(schema);
    GRAPHQL.check(GRAPHQL.query("{ pets { name } }"), GRAPHQL.types(schema));
  }

  @Test
  void deepDocumentsEndAtTheLimit() {
    String deep = "{a".repeat(DEEPEST + 10);
    assertThatThrownBy(() -> GRAPHQL.query(deep)).hasMessage("too deep");
    assertThatThrownBy(() -> GRAPHQL.types("type A { b: " + "[".repeat(DEEPEST + 10)))
        .hasMessage("too deep");
    assertThatThrownBy(() -> GRAPHQL.query("{ a(b: " + "[".repeat(DEEPEST + 10)))
        .hasMessage("too deep");
  }

  @Test
  void blockStringsLoseTheirCommonIndentation() {
    assertThat(BlockText.of("\n    a\n      b\n\n    c\n  ")).isEqualTo("a\n  b\n\nc");
  }
}
