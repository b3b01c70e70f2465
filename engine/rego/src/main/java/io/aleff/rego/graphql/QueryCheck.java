package io.aleff.rego.graphql;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a query as OPA does: operations, then fragments, what is inside before what is
 * around it. At each part the rules of section 5 of the specification are asked.
 */
final class QueryCheck {

  final Schema schema;
  final Ast.Query query;
  final Findings findings = new Findings();

  /** What fields are of; a field that is not here has not been met or is not known. */
  final IdentityHashMap<Ast.Field, Ast.Definition> owners = new IdentityHashMap<>();

  final IdentityHashMap<Ast.Field, Ast.FieldDefinition> definitions = new IdentityHashMap<>();

  private final Meter meter;
  private final QueryRules rules;
  private final ValueRules values;
  private Set<String> entered = new HashSet<>();
  private @Nullable Operating current;

  /** The operation that is checked. */
  record Operating(Ast.Operation operation, Set<Ast.Variable> used) {

    Ast.@Nullable Variable variable(String name) {
      for (Ast.Variable variable : operation.variables()) {
        if (variable.name().equals(name)) {
          return variable;
        }
      }
      return null;
    }
  }

  private QueryCheck(Schema schema, Ast.Query query, Meter meter) {
    this.schema = schema;
    this.query = query;
    this.meter = meter;
    this.rules = new QueryRules(this, meter);
    this.values = new ValueRules(findings, meter);
  }

  /**
   * @throws GraphqlError with all findings
   */
  static void run(Schema schema, Ast.Query query, Meter meter) {
    QueryCheck check = new QueryCheck(schema, query, meter);
    for (Ast.Operation operation : query.operations()) {
      check.entered = new HashSet<>();
      check.operation(operation);
    }
    check.current = null;
    for (Ast.Fragment fragment : query.fragments()) {
      check.entered = new HashSet<>();
      check.fragment(fragment);
    }
    check.findings.raise();
  }

  private void operation(Ast.Operation operation) {
    Operating operating =
        new Operating(operation, java.util.Collections.newSetFromMap(new IdentityHashMap<>()));
    current = operating;
    operation.variables().forEach(rules::variable);
    for (Ast.Variable variable : operation.variables()) {
      Ast.Literal initial = variable.initial();
      if (initial != null) {
        value(initial, variable.type(), false);
      }
      directives(variable.directives(), "VARIABLE_DEFINITION");
    }
    Ast.Definition root = schema.root(operation.kind());
    directives(operation.directives(), operation.kind().toUpperCase(java.util.Locale.ROOT));
    selections(root, operation.selections(), 0);
    rules.operation(operating, root);
  }

  private void fragment(Ast.Fragment fragment) {
    Ast.Definition type = schema.type(fragment.condition());
    directives(fragment.directives(), "FRAGMENT_DEFINITION");
    selections(type, fragment.selections(), 0);
    rules.fragment(fragment, type);
  }

  private void directives(List<Ast.Directive> directives, String location) {
    for (Ast.Directive directive : directives) {
      Ast.DirectiveDefinition definition = schema.directive(directive.name());
      for (Ast.Argument argument : directive.arguments()) {
        Ast.FieldDefinition of = definition == null ? null : definition.argument(argument.name());
        input(argument.value(), of);
      }
      rules.directive(directive, definition, location);
    }
    rules.directives(directives);
  }

  /** The value of an argument or of a field of an input object; what it is for may be unknown. */
  private void input(Ast.Literal value, Ast.@Nullable FieldDefinition of) {
    value(value, of == null ? null : of.type(), of != null && isSet(of.initial()));
  }

  static boolean isSet(Ast.@Nullable Literal initial) {
    return initial != null && initial.kind() != Ast.LiteralKind.NULL;
  }

  /**
   * @param expected null when it is not known
   * @param defaulted whether there is another value in place of null
   */
  private void value(Ast.Literal value, Ast.@Nullable Type expected, boolean defaulted) {
    meter.step();
    meter.work(value.entries().size());
    Ast.Definition type = expected == null ? null : schema.type(expected.name());
    Ast.Variable variable = null;
    Operating operating = current;
    if (value.kind() == Ast.LiteralKind.VARIABLE && operating != null) {
      variable = operating.variable(value.raw());
      if (variable != null) {
        operating.used().add(variable);
      }
    }
    for (Ast.Entry entry : value.entries()) {
      if (value.kind() == Ast.LiteralKind.OBJECT) {
        Ast.FieldDefinition field = type == null ? null : type.field(entry.name());
        input(entry.value(), field);
      } else {
        value(entry.value(), expected == null ? null : expected.of(), false);
      }
    }
    values.value(value, expected, type, operating, variable);
    if (expected != null && variable != null) {
      values.position(value, expected, variable, defaulted || isSet(variable.initial()));
    }
  }

  private void selections(Ast.@Nullable Definition of, List<Ast.Selection> selections, int depth) {
    meter.nested(depth);
    for (Ast.Selection selection : selections) {
      meter.step();
      switch (selection) {
        case Ast.Field field -> field(of, field, depth);
        case Ast.Inline inline -> {
          Ast.Definition type = inline.condition().isEmpty() ? of : schema.type(inline.condition());
          directives(inline.directives(), "INLINE_FRAGMENT");
          selections(type, inline.selections(), depth + 1);
          rules.inline(inline, of);
        }
        case Ast.Spread spread -> {
          Ast.Fragment fragment = query.fragment(spread.name());
          directives(spread.directives(), "FRAGMENT_SPREAD");
          if (fragment != null && entered.add(fragment.name())) {
            selections(schema.type(fragment.condition()), fragment.selections(), depth + 1);
          }
          rules.spread(spread, fragment, of, current == null);
        }
      }
    }
  }

  private void field(Ast.@Nullable Definition of, Ast.Field field, int depth) {
    Ast.FieldDefinition definition =
        field.name().equals("__typename")
            ? Schema.field("__typename", List.of(), new Ast.Type("String", null, false, null))
            : of == null ? null : of.field(field.name());
    meter.work(of == null ? 0 : of.fields().size());
    remember(owners, field, of);
    remember(definitions, field, definition);
    for (Ast.Argument argument : field.arguments()) {
      Ast.FieldDefinition wanted = definition == null ? null : definition.argument(argument.name());
      input(argument.value(), wanted);
    }
    directives(field.directives(), "FIELD");
    Ast.Definition inner = definition == null ? null : schema.type(definition.type().name());
    selections(inner, field.selections(), depth + 1);
    rules.field(field, of, definition, current == null);
  }

  private static <T> void remember(
      IdentityHashMap<Ast.Field, T> of, Ast.Field field, @Nullable T what) {
    if (what == null) {
      of.remove(field);
    } else {
      of.put(field, what);
    }
  }
}
