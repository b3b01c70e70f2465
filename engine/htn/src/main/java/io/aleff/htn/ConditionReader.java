package io.aleff.htn;

import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.MappingNode;
import io.aleff.definition.YamlNode.ScalarNode;
import io.aleff.definition.YamlNode.SequenceNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads conditions and effects: a text, a list (all of it), or a mapping for what is long: {@code
 * and}, {@code or}, {@code not}, {@code forall}/{@code exists} with {@code holds}, {@code if} with
 * {@code then}; for effects {@code when} or {@code forall} with {@code then}.
 */
final class ConditionReader {

  private static final String HINT =
      "a condition, a list of conditions, or and/or/not/forall/exists";

  private final Names names;
  private final Sources sources;
  private final Findings findings;

  ConditionReader(Names names, Sources sources, Findings findings) {
    this.names = names;
    this.sources = sources;
    this.findings = findings;
  }

  /** What could not be read counts as true, after a finding. */
  Formula condition(@Nullable YamlNode node, Scope scope) {
    return switch (node) {
      case null -> Formula.TRUE;
      case ScalarNode scalar -> text(scalar, scope);
      case SequenceNode sequence -> all(sequence, scope);
      case MappingNode mapping -> structured(mapping, scope);
    };
  }

  private Formula text(ScalarNode scalar, Scope scope) {
    return scalar.value().isNull()
        ? Formula.TRUE
        : parsed(new ExpressionText(scalar, sources), scope);
  }

  private Formula parsed(ExpressionText text, Scope scope) {
    Formula read = new FormulaParser(text, names, findings).whole(scope);
    return read == null ? Formula.TRUE : read;
  }

  private Formula all(SequenceNode sequence, Scope scope) {
    List<Formula> parts = parts(sequence, scope);
    return parts.size() == 1 ? parts.getFirst() : new Formula.And(parts);
  }

  private List<Formula> parts(YamlNode node, Scope scope) {
    List<Formula> parts = new ArrayList<>();
    for (Object item : items(node)) {
      parts.add(
          item instanceof ExpressionText text
              ? parsed(text, scope)
              : condition((YamlNode) item, scope));
    }
    return parts;
  }

  /** The items of a list, with the texts that YAML split at a comma joined again. */
  List<Object> items(@Nullable YamlNode node) {
    List<Object> items = new ArrayList<>();
    if (node == null || Fields.isNothing(node)) {
      return items;
    }
    List<YamlNode> nodes = node instanceof SequenceNode sequence ? sequence.items() : List.of(node);
    ExpressionText open = null;
    for (YamlNode item : nodes) {
      if (item instanceof ScalarNode scalar) {
        if (open != null && open.incomplete() && !sources.followsDash(scalar.location())) {
          open.add(scalar, sources);
        } else {
          open = new ExpressionText(scalar, sources);
          items.add(open);
        }
      } else {
        open = null;
        items.add(item);
      }
    }
    return items;
  }

  private Formula structured(MappingNode mapping, Scope scope) {
    if (mapping.has("forall") || mapping.has("exists")) {
      boolean all = mapping.has("forall");
      String key = all ? "forall" : "exists";
      checked(mapping, List.of(key, "holds"));
      List<Parameter> variables = variables(mapping.get(key));
      Formula body = condition(mapping.get("holds"), scope.with(variables));
      return all ? new Formula.ForAll(variables, body) : new Formula.Exists(variables, body);
    }
    if (mapping.has("if")) {
      checked(mapping, List.of("if", "then"));
      return new Formula.Imply(
          condition(mapping.get("if"), scope), condition(mapping.get("then"), scope));
    }
    checked(mapping, List.of("and", "or", "not"));
    List<Formula> parts = new ArrayList<>();
    mapping
        .entries()
        .forEach(
            (key, entry) -> {
              switch (key) {
                case "and" -> parts.add(new Formula.And(parts(entry.value(), scope)));
                case "or" -> parts.add(new Formula.Or(parts(entry.value(), scope)));
                case "not" -> parts.add(new Formula.Not(condition(entry.value(), scope)));
                default -> {}
              }
            });
    return parts.size() == 1 ? parts.getFirst() : new Formula.And(parts);
  }

  private void checked(MappingNode mapping, List<String> known) {
    Fields.of(mapping, "a condition (" + HINT + ")", known, findings);
  }

  /** {@code {name: type, …}} with declared types; literals only where a fact binds them. */
  List<Parameter> variables(@Nullable YamlNode node) {
    List<Parameter> variables = parameters(node);
    for (Parameter variable : variables) {
      if (node != null && Types.isLiteral(variable.type())) {
        findings.error(
            "HTN-016",
            node.location(),
            "There is no end of values of type "
                + variable.type()
                + " to try for \""
                + variable.name()
                + "\".");
      }
    }
    return variables;
  }

  /** Typed names in order of declaration. */
  List<Parameter> parameters(@Nullable YamlNode node) {
    List<Parameter> parameters = new ArrayList<>();
    for (Map.Entry<String, YamlNode> entry :
        Fields.named(node, "Parameters", findings).entrySet()) {
      if (entry.getValue() instanceof ScalarNode type) {
        if (!names.types().exists(type.text())) {
          findings.unknown("HTN-017", type.location(), "type", type.text(), names.typeNames());
        }
        parameters.add(new Parameter(entry.getKey(), type.text()));
      } else {
        Fields.wrongShape(entry.getValue(), "\"" + entry.getKey() + "\"", "a type", findings);
      }
    }
    return parameters;
  }

  List<Effect> effects(@Nullable YamlNode node, Scope scope) {
    List<Effect> effects = new ArrayList<>();
    for (Object item : items(node)) {
      switch (item) {
        case ExpressionText text ->
            effects.addAll(new EffectParser(text, names, findings).whole(scope));
        case MappingNode mapping -> effects.add(structuredEffect(mapping, scope));
        case SequenceNode sequence -> effects.addAll(effects(sequence, scope));
        default -> throw new IllegalStateException("Not an item of a list: " + item);
      }
    }
    return effects;
  }

  private Effect structuredEffect(MappingNode mapping, Scope scope) {
    if (mapping.has("forall")) {
      Fields.of(mapping, "an effect", List.of("forall", "when", "then"), findings);
      List<Parameter> variables = variables(mapping.get("forall"));
      Scope inner = scope.with(variables);
      List<Effect> effects =
          mapping.has("when")
              ? List.of(conditional(mapping, inner))
              : effects(mapping.get("then"), inner);
      return new Effect.ForAll(variables, effects);
    }
    Fields.of(mapping, "an effect", List.of("when", "forall", "then"), findings);
    return conditional(mapping, scope);
  }

  private Effect conditional(MappingNode mapping, Scope scope) {
    return new Effect.Conditional(
        condition(mapping.get("when"), scope), effects(mapping.get("then"), scope));
  }

  /** A number, or an expression in a text; zero when absent. */
  Expression expression(@Nullable YamlNode node, Scope scope) {
    if (!(node instanceof ScalarNode scalar) || scalar.value().isNull()) {
      Fields.wrongShape(node, "A number", "a number or an expression", findings);
      return Expression.ZERO;
    }
    ExpressionParser parser =
        new ExpressionParser(new ExpressionText(scalar, sources), names, findings);
    Expression read = parser.expression(scope);
    if (read != null && parser.atEnd()) {
      if (read instanceof Expression.Literal literal && literal.value().signum() < 0) {
        findings.error("HTN-007", scalar.location(), "A cost cannot be negative.");
      }
      return read;
    }
    return Expression.ZERO;
  }

  /** Facts without conditions, for example what a task achieves. */
  List<Formula.Atom> atoms(@Nullable YamlNode node, Scope scope) {
    List<Formula.Atom> atoms = new ArrayList<>();
    for (Object item : items(node)) {
      if (item instanceof ExpressionText text) {
        ExpressionParser parser = new ExpressionParser(text, names, findings);
        Formula.Atom atom = parser.atom(scope);
        if (atom != null && parser.atEnd()) {
          atoms.add(atom);
        }
      } else {
        Fields.wrongShape((YamlNode) item, "A fact", "a fact such as ready(x)", findings);
      }
    }
    return atoms;
  }
}
