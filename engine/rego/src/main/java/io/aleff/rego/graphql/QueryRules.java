package io.aleff.rego.graphql;

import io.aleff.rego.graphql.GraphqlError.Position;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The rules for operations, fields, fragments and directives: section 5 of the specification. */
final class QueryRules {

  private record Misplaced(String name, @Nullable Position at) {}

  private final QueryCheck check;
  private final Schema schema;
  private final Findings findings;
  private final Meter meter;
  private final Overlaps overlaps;
  private final FragmentCycles cycles;
  private final Set<Misplaced> misplaced = new HashSet<>();
  private final Set<String> spread = new HashSet<>();
  private final Set<String> fragments = new HashSet<>();
  private final Set<String> operations = new HashSet<>();

  QueryRules(QueryCheck check, Meter meter) {
    this.check = check;
    this.schema = check.schema;
    this.findings = check.findings;
    this.meter = meter;
    this.overlaps = new Overlaps(check, meter);
    this.cycles = new FragmentCycles(check.query, check.findings);
  }

  void variable(Ast.Variable variable) {
    String name = variable.type().name();
    if (schema.type(name) == null) {
      findings.add("Unknown type \"" + name + "\".", variable.at());
    }
  }

  void operation(QueryCheck.Operating operating, Ast.@Nullable Definition root) {
    Ast.Operation operation = operating.operation();
    if (root == null) {
      findings.add(
          "Schema does not support operation type \"" + operation.kind() + "\"", operation.at());
    }
    if (operation.name().isEmpty() && check.query.operations().size() > 1) {
      findings.add("This anonymous operation must be the only defined operation.", operation.at());
    }
    for (Ast.Variable variable : operation.variables()) {
      meter.step();
      if (!operating.used().contains(variable)) {
        String in =
            operation.name().isEmpty() ? "." : " in operation \"%s\".".formatted(operation.name());
        findings.add("Variable \"$" + variable.name() + "\" is never used" + in, variable.at());
      }
    }
    overlaps.within(operation.selections());
    if (operation.kind().equals("subscription") && schema.root("subscription") != null) {
      Subscriptions.check(check.query, operation, findings);
    }
    if (!operations.add(operation.name())) {
      findings.add(
          "There can be only one operation named \"" + operation.name() + "\".", operation.at());
    }
    variables(operation);
  }

  private void variables(Ast.Operation operation) {
    Map<String, Integer> seen = new HashMap<>();
    for (Ast.Variable variable : operation.variables()) {
      if (seen.merge(variable.name(), 1, Integer::sum) == 2) {
        findings.add(
            "There can be only one variable named \"$" + variable.name() + "\".", variable.at());
      }
    }
    for (Ast.Variable variable : operation.variables()) {
      Ast.Definition type = schema.type(variable.type().name());
      if (type != null && !type.kind().isInput()) {
        findings.add(
            "Variable \"$%s\" cannot be non-input type \"%s\"."
                .formatted(variable.name(), variable.type()),
            variable.at());
      }
    }
  }

  void field(
      Ast.Field field,
      Ast.@Nullable Definition of,
      Ast.@Nullable FieldDefinition definition,
      boolean inFragment) {
    if (of != null && definition == null) {
      findings.add(
          "Cannot query field \"%s\" on type \"%s\".".formatted(field.name(), of.name())
              + suggested(field.name(), of),
          field.at());
    }
    if (of != null && definition != null) {
      for (Ast.Argument argument : field.arguments()) {
        unknown(
            argument,
            definition.arguments(),
            "field \"" + of.name() + "." + field.name() + "\"",
            field.at());
      }
    }
    if (!inFragment) {
      overlaps.within(field.selections());
    }
    if (definition != null) {
      required(
          definition.arguments(), field.arguments(), "Field \"" + field.name() + "\"", field.at());
      leaf(field, definition);
    }
    once(field.arguments());
  }

  private void leaf(Ast.Field field, Ast.FieldDefinition definition) {
    Ast.Definition type = schema.type(definition.type().name());
    if (type == null) {
      return;
    }
    if (type.kind().isLeaf() && !field.selections().isEmpty()) {
      findings.add(
          "Field \"%s\" must not have a selection since type \"%s\" has no subfields."
              .formatted(field.name(), type.name()),
          field.at());
    }
    if (!type.kind().isLeaf() && field.selections().isEmpty()) {
      findings.add(
          "Field \"%s\" of type \"%s\" must have a selection of subfields. Did you mean \"%s { ... }\"?"
              .formatted(field.name(), definition.type(), field.name()),
          field.at());
    }
  }

  private String suggested(String name, Ast.Definition of) {
    List<String> types = of.kind().isAbstract() ? typesWith(name, of) : List.of();
    if (!types.isEmpty()) {
      return Suggestions.text("Did you mean to use an inline fragment on", types, true);
    }
    List<String> names = of.fields().stream().map(Ast.FieldDefinition::name).toList();
    List<String> fields =
        of.kind() == Ast.Kind.OBJECT || of.kind() == Ast.Kind.INTERFACE
            ? Suggestions.near(name, names, meter)
            : List.of();
    return Suggestions.text("Did you mean", fields, true);
  }

  /** Types that have a field, those first that most of the possible types implement. */
  private List<String> typesWith(String name, Ast.Definition of) {
    Map<String, Integer> uses = new HashMap<>();
    List<String> interfaces = new ArrayList<>();
    List<String> objects = new ArrayList<>();
    for (String possible : schema.possible(of.name())) {
      Ast.Definition type = schema.type(possible);
      meter.work(type == null ? 1 : 1L + type.fields().size());
      if (type == null || type.field(name) == null) {
        continue;
      }
      objects.add(possible);
      for (String one : type.interfaces()) {
        Ast.Definition contract = schema.type(one);
        meter.work(contract == null ? 1 : 1L + contract.fields().size());
        if (contract != null
            && contract.field(name) != null
            && uses.merge(one, 1, Integer::sum) == 1) {
          interfaces.add(one);
        }
      }
    }
    List<String> all = new ArrayList<>(interfaces);
    all.addAll(objects);
    all.sort(
        Comparator.<String>comparingInt(type -> -uses.getOrDefault(type, 0))
            .thenComparing(Comparator.naturalOrder()));
    return all;
  }

  private void unknown(
      Ast.Argument argument, List<Ast.FieldDefinition> known, String of, @Nullable Position at) {
    meter.work(known.size());
    if (Ast.find(known, argument.name()) == null) {
      List<String> names = known.stream().map(Ast.FieldDefinition::name).toList();
      findings.add(
          "Unknown argument \"%s\" on %s.".formatted(argument.name(), of)
              + Suggestions.text(
                  "Did you mean", Suggestions.near(argument.name(), names, meter), true),
          at);
    }
  }

  private void required(
      List<Ast.FieldDefinition> wanted,
      List<Ast.Argument> given,
      String of,
      @Nullable Position at) {
    Set<String> names = given.stream().map(Ast.Argument::name).collect(Collectors.toSet());
    meter.work(wanted.size());
    for (Ast.FieldDefinition argument : wanted) {
      if (argument.isRequired() && !names.contains(argument.name())) {
        findings.add(
            "%s argument \"%s\" of type \"%s\" is required, but it was not provided."
                .formatted(of, argument.name(), argument.type()),
            at);
      }
    }
  }

  private void once(List<Ast.Argument> arguments) {
    Map<String, Integer> seen = new HashMap<>();
    for (Ast.Argument argument : arguments) {
      if (seen.merge(argument.name(), 1, Integer::sum) == 2) {
        findings.add(
            "There can be only one argument named \"" + argument.name() + "\".", argument.at());
      }
    }
  }

  void directive(
      Ast.Directive directive, Ast.@Nullable DirectiveDefinition definition, String location) {
    String shown = "\"@" + directive.name() + "\"";
    if (definition == null) {
      findings.add("Unknown directive " + shown + ".", directive.at());
    } else {
      for (Ast.Argument argument : directive.arguments()) {
        unknown(argument, definition.arguments(), "directive " + shown, directive.at());
      }
      if (!definition.locations().contains(location)
          && misplaced.add(new Misplaced(directive.name(), directive.at()))) {
        findings.add(
            "Directive " + shown + " may not be used on " + location + ".", directive.at());
      }
      required(definition.arguments(), directive.arguments(), "Directive " + shown, directive.at());
    }
    once(directive.arguments());
  }

  /** OPA does not look at {@code repeatable} either. */
  void directives(List<Ast.Directive> directives) {
    Set<String> seen = new HashSet<>();
    for (Ast.Directive directive : directives) {
      if (!seen.add(directive.name()) && !directive.name().equals("repeatable")) {
        findings.add(
            "The directive \"@" + directive.name() + "\" can only be used once at this location.",
            directive.at());
      }
    }
  }

  void inline(Ast.Inline inline, Ast.@Nullable Definition of) {
    Ast.Definition type = schema.type(inline.condition());
    if (type != null && !type.kind().isComposite()) {
      findings.add(
          "Fragment cannot condition on non composite type \"" + inline.condition() + "\".",
          inline.at());
    }
    if (type == null && !inline.condition().isEmpty()) {
      findings.add("Unknown type \"" + inline.condition() + "\".", inline.at());
    }
    overlaps.within(inline.selections());
    if (of != null && isImpossible(of, type)) {
      findings.add(
          "Fragment cannot be spread here as objects of type \"%s\" can never be of type \"%s\"."
              .formatted(of.name(), inline.condition()),
          inline.at());
    }
  }

  /**
   * @param inFragment whether it was met in the definition of a fragment
   */
  void spread(
      Ast.Spread of,
      Ast.@Nullable Fragment fragment,
      Ast.@Nullable Definition parent,
      boolean inFragment) {
    if (fragment == null) {
      findings.add("Unknown fragment \"" + of.name() + "\".", of.at());
    }
    if (!inFragment || fragments.isEmpty()) {
      spread.add(of.name());
    }
    if (fragment != null
        && parent != null
        && isImpossible(parent, schema.type(fragment.condition()))) {
      findings.add(
          "Fragment \"%s\" cannot be spread here as objects of type \"%s\" can never be of type \"%s\"."
              .formatted(of.name(), parent.name(), fragment.condition()),
          of.at());
    }
  }

  private boolean isImpossible(Ast.Definition parent, Ast.@Nullable Definition type) {
    if (type == null || !type.kind().isComposite() || !parent.kind().isComposite()) {
      return false;
    }
    meter.work(schema.possible(parent.name()).size() + schema.possible(type.name()).size());
    Set<String> parents =
        parent.kind() == Ast.Kind.OBJECT
            ? Set.of(parent.name())
            : new HashSet<>(schema.possible(parent.name()));
    return schema.possible(type.name()).stream().noneMatch(parents::contains);
  }

  void fragment(Ast.Fragment fragment, Ast.@Nullable Definition type) {
    if (type != null && !fragment.condition().isEmpty() && !type.kind().isComposite()) {
      findings.add(
          "Fragment \"%s\" cannot condition on non composite type \"%s\"."
              .formatted(fragment.name(), fragment.condition()),
          fragment.at());
    }
    if (type == null) {
      findings.add(
          "Unknown type \""
              + fragment.condition()
              + "\"."
              + Suggestions.text(
                  "Did you mean",
                  Suggestions.near(fragment.condition(), schema.types().keySet(), meter),
                  true),
          fragment.at());
    }
    cycles.check(fragment);
    if (!spread.contains(fragment.name())) {
      findings.add("Fragment \"" + fragment.name() + "\" is never used.", fragment.at());
    }
    overlaps.within(fragment.selections());
    if (!fragments.add(fragment.name())) {
      findings.add(
          "There can be only one fragment named \"" + fragment.name() + "\".", fragment.at());
    }
  }
}
