package io.aleff.guardrail.drl;

import io.aleff.definition.Suggestions;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.drools.drl.ast.descr.AccumulateDescr;
import org.drools.drl.ast.descr.AndDescr;
import org.drools.drl.ast.descr.BaseDescr;
import org.drools.drl.ast.descr.ExistsDescr;
import org.drools.drl.ast.descr.ExprConstraintDescr;
import org.drools.drl.ast.descr.NotDescr;
import org.drools.drl.ast.descr.OrDescr;
import org.drools.drl.ast.descr.PatternDescr;
import org.jspecify.annotations.Nullable;

/** Turns what Drools parsed before {@code then} into {@link Condition}s, or says why it may not. */
final class ConditionReader {

  private static final String CONDITIONS = "fact patterns, and, or, not, exists, accumulate";
  private static final int DEEPEST = 30;

  private final Findings findings;
  private int depth;

  ConditionReader(Findings findings) {
    this.findings = findings;
  }

  /** Null when the condition, or a part of it, is not allowed; then that is reported. */
  @Nullable Condition read(BaseDescr descr, Scope scope) {
    if (++depth > DEEPEST) {
      return refuse("DRL-017", descr, "The condition is nested too deeply.", null);
    }
    try {
      return switch (descr) {
        case AndDescr and -> {
          List<Condition> of = all(and.getDescrs(), scope, false);
          yield of == null ? null : new Condition.All(of);
        }
        case OrDescr or -> {
          List<Condition> of = all(or.getDescrs(), scope, true);
          yield of == null ? null : new Condition.Any(of);
        }
        case NotDescr not -> {
          Condition of = only(not, not.getDescrs(), scope);
          yield of == null ? null : new Condition.None(of);
        }
        case ExistsDescr exists -> {
          Condition of = only(exists, exists.getDescrs(), scope);
          yield of == null ? null : new Condition.Exists(of);
        }
        case PatternDescr pattern -> pattern(pattern, scope);
        default -> refuse("DRL-005", descr, "A " + words(descr) + " is not allowed.", CONDITIONS);
      };
    } finally {
      depth--;
    }
  }

  private @Nullable List<Condition> all(List<?> descrs, Scope scope, boolean separate) {
    List<Condition> conditions = new ArrayList<>();
    boolean complete = true;
    for (Object descr : descrs) {
      Condition read = read((BaseDescr) descr, separate ? new Scope(scope) : scope);
      if (read == null) {
        complete = false;
      } else {
        conditions.add(read);
      }
    }
    return complete ? conditions : null;
  }

  private @Nullable Condition only(BaseDescr descr, List<?> of, Scope scope) {
    if (of.size() != 1) {
      return refuse("DRL-005", descr, "One condition must stand here.", CONDITIONS);
    }
    return read((BaseDescr) of.get(0), new Scope(scope));
  }

  private @Nullable Condition pattern(PatternDescr pattern, Scope scope) {
    if (pattern.getSource() instanceof AccumulateDescr accumulate) {
      return accumulate(pattern, accumulate, scope);
    }
    if (pattern.getSource() != null) {
      return refuse("DRL-005", pattern, "A \"from\" or \"collect\" is not allowed.", CONDITIONS);
    }
    if (!isPlain(pattern)) {
      return refuse("DRL-005", pattern, "This kind of pattern is not allowed.", CONDITIONS);
    }
    String type = String.valueOf(pattern.getObjectType());
    String simple = simpleName(type);
    Map<String, Kind> properties = FactModel.properties(simple);
    if (properties == null) {
      findings.report(
          "DRL-006",
          pattern.getStartCharacter(),
          "There is no fact type \"" + type + "\".",
          "one of " + String.join(", ", FactModel.typeNames().stream().sorted().toList()),
          Suggestions.nearest(type, FactModel.typeNames()));
      return null;
    }
    String variable = pattern.getIdentifier();
    List<Condition.Constraint> constraints = constraints(pattern, properties, scope);
    if (variable != null && !bind(pattern, variable, new Scope.Type(Kind.FACT, simple), scope)) {
      return null;
    }
    return constraints == null ? null : new Condition.Pattern(variable, simple, constraints);
  }

  private static boolean isPlain(PatternDescr pattern) {
    return !pattern.isQuery()
        && !pattern.isUnification()
        && (pattern.getBehaviors() == null || pattern.getBehaviors().isEmpty())
        && pattern.getAnnotations().isEmpty();
  }

  private boolean bind(BaseDescr at, String variable, Scope.Type type, Scope scope) {
    if (!variable.matches("\\$[A-Za-z0-9_]{1,40}")) {
      refuse("DRL-008", at, "\"" + variable + "\" is not a variable.", "a name such as $amount");
      return false;
    }
    if (scope.find(variable) != null) {
      refuse("DRL-008", at, "The variable " + variable + " is already bound.", "another name");
      return false;
    }
    scope.bind(variable, type);
    return true;
  }

  private @Nullable List<Condition.Constraint> constraints(
      PatternDescr pattern, Map<String, Kind> properties, Scope scope) {
    List<Condition.Constraint> constraints = new ArrayList<>();
    boolean complete = true;
    for (Object child : pattern.getConstraint().getDescrs()) {
      complete &= constraint((BaseDescr) child, properties, scope, constraints);
    }
    return complete ? constraints : null;
  }

  private boolean constraint(
      BaseDescr child, Map<String, Kind> own, Scope scope, List<Condition.Constraint> into) {
    if (!(child instanceof ExprConstraintDescr constraint)
        || constraint.getType() != ExprConstraintDescr.Type.NAMED) {
      refuse("DRL-005", child, "This kind of constraint is not allowed.", "property == value");
      return false;
    }
    try {
      return constraint(constraint, own, scope, into);
    } catch (Unreadable reported) {
      return false;
    }
  }

  private boolean constraint(
      ExprConstraintDescr descr,
      Map<String, Kind> own,
      Scope scope,
      List<Condition.Constraint> into)
      throws Unreadable {
    int base = descr.getStartCharacter();
    ExprParser parser = new ExprParser(descr.getText(), base, findings, scope, own);
    String variable = null;
    if (parser.peek().type() == Token.Type.VARIABLE && parser.peek(1).is(":")) {
      variable = parser.take().text();
      parser.take();
    }
    ExprParser.Typed value = parser.expression();
    parser.expectEnd();
    Expr bound = variable == null ? null : leftmost(value.expr());
    if (variable == null) {
      new ExprTypes(findings).require(value, Kind.TRUTH);
    } else if (bound instanceof Expr.Own property) {
      Kind kind = own.getOrDefault(property.property(), Kind.WRONG);
      into.add(new Condition.Constraint(variable, property));
      if (!bind(descr, variable, new Scope.Type(kind, null), scope)) {
        return false;
      }
    } else {
      refuse("DRL-005", descr, "Only a property can be bound.", variable + " : property");
      return false;
    }
    if (!value.expr().equals(bound)) {
      into.add(new Condition.Constraint(null, value.expr()));
    }
    return true;
  }

  /** {@code $x : amount > 10} binds the amount, as in Drools. */
  private static Expr leftmost(Expr expr) {
    return switch (expr) {
      case Expr.Binary binary -> leftmost(binary.left());
      case Expr.In in -> leftmost(in.value());
      default -> expr;
    };
  }

  private @Nullable Condition accumulate(
      PatternDescr pattern, AccumulateDescr accumulate, Scope scope) {
    boolean inline =
        accumulate.getInitCode() != null
            || accumulate.getActionCode() != null
            || accumulate.getReverseCode() != null
            || accumulate.getResultCode() != null;
    boolean named = pattern.getIdentifier() != null && !pattern.getIdentifier().isEmpty();
    if (inline || named || !"Object".equals(pattern.getObjectType()) || !isPlain(pattern)) {
      return refuse(
          "DRL-015",
          pattern,
          "This form of accumulate is not allowed.",
          "accumulate(pattern; $total : sum($amount); $total > 100)");
    }
    Scope inner = new Scope(scope);
    Condition source = read(accumulate.getInput(), inner);
    List<Condition.Function> functions = functions(accumulate, inner, scope);
    List<Condition.Constraint> constraints = constraints(pattern, Map.of(), scope);
    return source == null || functions == null || constraints == null
        ? null
        : new Condition.Accumulate(source, functions, constraints);
  }

  private @Nullable List<Condition.Function> functions(
      AccumulateDescr accumulate, Scope inner, Scope outer) {
    List<Condition.Function> functions = new ArrayList<>();
    for (AccumulateDescr.AccumulateFunctionCallDescr call : accumulate.getFunctions()) {
      Condition.Function function = function(accumulate, call, inner);
      if (function == null
          || !bind(accumulate, function.variable(), new Scope.Type(Kind.NUMBER, null), outer)) {
        return null;
      }
      functions.add(function);
    }
    if (functions.isEmpty()) {
      refuse("DRL-015", accumulate, "The accumulate has no function.", "$n : count(1)");
    }
    return functions.isEmpty() ? null : functions;
  }

  private Condition.@Nullable Function function(
      BaseDescr at, AccumulateDescr.AccumulateFunctionCallDescr call, Scope inner) {
    if (!Words.FUNCTIONS.contains(call.getFunction())) {
      findings.report(
          "DRL-015",
          at.getStartCharacter(),
          "There is no function \"" + call.getFunction() + "\".",
          "one of " + String.join(", ", Words.FUNCTIONS.stream().sorted().toList()),
          Suggestions.nearest(call.getFunction(), Words.FUNCTIONS));
      return null;
    }
    String[] params = call.getParams() == null ? new String[0] : call.getParams();
    if (call.getBind() == null || call.isUnification() || params.length > 1) {
      refuse("DRL-015", at, "The function must be bound once.", "$total : sum($amount)");
      return null;
    }
    if (call.getFunction().equals("count")) {
      return new Condition.Function(call.getBind(), "count", new Expr.Numeral("1"));
    }
    try {
      String text = params.length == 0 ? "" : params[0];
      int base = Math.max(findings.source().text().indexOf(text, at.getStartCharacter()), 0);
      ExprParser parser = new ExprParser(text, base, findings, inner, Map.of());
      ExprParser.Typed argument = parser.expression();
      parser.expectEnd();
      new ExprTypes(findings).require(argument, Kind.NUMBER);
      return new Condition.Function(call.getBind(), call.getFunction(), argument.expr());
    } catch (Unreadable reported) {
      return null;
    }
  }

  private static String simpleName(String type) {
    String prefix = FactModel.PACKAGE + ".";
    return type.startsWith(prefix) ? type.substring(prefix.length()) : type;
  }

  private static String words(BaseDescr descr) {
    String name = descr.getClass().getSimpleName().replace("Descr", "");
    return "\"" + name.toLowerCase(Locale.ROOT) + "\"";
  }

  private @Nullable Condition refuse(
      String code, BaseDescr at, String message, @Nullable String expected) {
    findings.report(code, at.getStartCharacter(), message, expected);
    return null;
  }
}
