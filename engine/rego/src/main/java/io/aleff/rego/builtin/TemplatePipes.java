package io.aleff.rego.builtin;

import io.aleff.rego.builtin.TemplateNode.Chain;
import io.aleff.rego.builtin.TemplateNode.Command;
import io.aleff.rego.builtin.TemplateNode.Dot;
import io.aleff.rego.builtin.TemplateNode.Field;
import io.aleff.rego.builtin.TemplateNode.Function;
import io.aleff.rego.builtin.TemplateNode.Literal;
import io.aleff.rego.builtin.TemplateNode.Nil;
import io.aleff.rego.builtin.TemplateNode.Operand;
import io.aleff.rego.builtin.TemplateNode.Pipe;
import io.aleff.rego.builtin.TemplateNode.Variable;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Evaluates pipelines, and keeps the variables of the template that is written. */
final class TemplatePipes {

  private record Named(String name, TemplateItem value) {}

  /** What another template hides. */
  record Frame(String template, List<Named> variables) {}

  private final Builtin.Scope scope;
  private final String source;
  private final TemplateFunctions functions;
  private String template = TemplateParser.MAIN;
  private List<Named> variables = new ArrayList<>();
  private int at;
  private String shown = "";

  TemplatePipes(Builtin.Scope scope, String source, TemplateText text) {
    this.scope = scope;
    this.source = source;
    this.functions = new TemplateFunctions(text);
  }

  Frame enter(String name, TemplateItem dot) {
    Frame outer = new Frame(template, variables);
    template = name;
    variables = new ArrayList<>(List.of(new Named("$", dot)));
    return outer;
  }

  void leave(Frame outer) {
    template = outer.template;
    variables = outer.variables;
  }

  int mark() {
    return variables.size();
  }

  void reset(int mark) {
    variables.subList(mark, variables.size()).clear();
  }

  /** Gives a variable of a range its value for one turn. */
  void turn(String name, int fromTop, TemplateItem value, boolean assign) {
    if (assign) {
      assign(name, value);
    } else {
      variables.set(variables.size() - fromTop, new Named(name, value));
    }
  }

  private void assign(String name, TemplateItem value) {
    variables.set(find(name), new Named(name, value));
  }

  private int find(String name) {
    for (int i = variables.size() - 1; i >= 0; i--) {
      if (variables.get(i).name.equals(name)) {
        return i;
      }
    }
    throw error("undefined variable: " + name);
  }

  /** Notes what is evaluated, for errors. */
  void at(int position, String text) {
    at = position;
    shown = text;
  }

  private void at(Operand operand) {
    at(operand.at(), operand.shown());
  }

  BuiltinError error(String message) {
    int lineStart = source.lastIndexOf('\n', at - 1) + 1;
    long line = 1 + source.substring(0, at).chars().filter(c -> c == '\n').count();
    int column = source.substring(lineStart, at).getBytes(StandardCharsets.UTF_8).length;
    return BuiltinError.value(
        "template: %s:%d:%d: executing %s at <%s>: %s"
            .formatted(
                TemplateParser.MAIN,
                line,
                column,
                TemplateParser.quoted(template),
                shown,
                message));
  }

  TemplateItem value(TemplateItem dot, Pipe pipe) {
    at(pipe);
    TemplateItem value = null;
    for (Command command : pipe.commands()) {
      scope.step();
      value = command(dot, command, value).unboxed();
    }
    TemplateItem result = value == null ? TemplateItem.nil() : value;
    for (String name : pipe.variables()) {
      if (pipe.assign()) {
        assign(name, result);
      } else {
        variables.add(new Named(name, result));
      }
    }
    return result;
  }

  /**
   * @param piped the value of the command before, which is the last argument of this one
   */
  private TemplateItem command(TemplateItem dot, Command command, @Nullable TemplateItem piped) {
    List<Operand> words = command.words();
    List<Operand> args = words.subList(1, words.size());
    return switch (words.getFirst()) {
      case Field f -> field(dot, f, args, piped);
      case Chain c -> chain(dot, c, args, piped);
      case Variable v -> variable(v, args, piped);
      case Function f -> {
        at(f);
        yield call(dot, f.name(), command.at(), command.shown(), args, piped);
      }
      case Pipe p -> {
        noArguments(words, piped);
        yield value(dot, p);
      }
      case Dot d -> {
        at(d);
        noArguments(words, piped);
        yield dot;
      }
      case Literal l -> {
        at(l);
        noArguments(words, piped);
        yield constant(l);
      }
      case Nil n -> {
        at(n);
        noArguments(words, piped);
        throw error("nil is not a command");
      }
    };
  }

  private void noArguments(List<Operand> words, @Nullable TemplateItem piped) {
    if (words.size() > 1 || piped != null) {
      throw error("can't give argument to non-function " + words.getFirst().shown());
    }
  }

  private TemplateItem constant(Literal literal) {
    if (literal.item() instanceof TemplateItem.Int(BigInteger i, String type)
        && i.bitLength() > 63) {
      throw error(literal.shown() + " overflows int");
    }
    return literal.item();
  }

  private TemplateItem argument(TemplateItem dot, Operand operand) {
    scope.step();
    at(operand);
    return switch (operand) {
      case Dot d -> dot;
      case Nil n -> TemplateItem.nil();
      case Field f -> field(dot, f, List.of(), null);
      case Variable v -> variable(v, List.of(), null);
      case Chain c -> chain(dot, c, List.of(), null);
      case Pipe p -> value(dot, p);
      case Function f -> call(dot, f.name(), f.at(), f.shown(), List.of(), null);
      case Literal l -> constant(l);
    };
  }

  private TemplateItem field(
      TemplateItem dot, Field field, List<Operand> args, @Nullable TemplateItem piped) {
    at(field);
    return fields(dot, field.names(), args, piped);
  }

  private TemplateItem variable(
      Variable variable, List<Operand> args, @Nullable TemplateItem piped) {
    at(variable);
    TemplateItem value = variables.get(find(variable.name())).value;
    if (variable.names().isEmpty()) {
      if (!args.isEmpty() || piped != null) {
        throw error("can't give argument to non-function " + variable.shown());
      }
      return value;
    }
    return fields(value, variable.names(), args, piped);
  }

  private TemplateItem chain(
      TemplateItem dot, Chain chain, List<Operand> args, @Nullable TemplateItem piped) {
    at(chain);
    if (chain.of() instanceof Nil) {
      throw error("indirection through explicit nil in " + chain.shown());
    }
    return fields(argument(dot, chain.of()), chain.names(), args, piped);
  }

  private TemplateItem fields(
      TemplateItem of, List<String> names, List<Operand> args, @Nullable TemplateItem piped) {
    TemplateItem value = of;
    for (int i = 0; i < names.size(); i++) {
      boolean last = i == names.size() - 1;
      value = field(value, names.get(i), last ? args.size() : 0, last && piped != null);
    }
    return value;
  }

  private TemplateItem field(TemplateItem of, String name, int args, boolean piped) {
    if (of.isNil()) {
      throw error(
          of instanceof TemplateItem.Data d && d.boxed()
              ? "nil pointer evaluating interface {}." + name
              : "nil data; no entry for key " + TemplateParser.quoted(name));
    }
    Value value = of.data();
    if (value instanceof NumberValue number
        && List.of("Float64", "Int64", "String").contains(name)) {
      if (args > 0 || piped) {
        int given = args + (piped ? 1 : 0);
        throw error("wrong number of args for " + name + ": want 0 got " + given);
      }
      return method(number, name);
    }
    if (!(value instanceof ObjectValue object)) {
      throw error("can't evaluate field " + name + " in type " + of.type());
    }
    if (args > 0 || piped) {
      throw error(name + " is not a method but has arguments");
    }
    Value found = object.get(name);
    if (found == null) {
      throw error("map has no entry for key " + TemplateParser.quoted(name));
    }
    return TemplateItem.boxed(found);
  }

  /** What Go's numbers of JSON can be asked for. */
  private TemplateItem method(NumberValue number, String name) {
    String text = number.toString();
    String parser = name.equals("Int64") ? "ParseInt" : "ParseFloat";
    String problem = "value out of range";
    if (name.equals("String")) {
      return TemplateItem.of(StringValue.of(text));
    }
    if (name.equals("Float64") && !Double.isInfinite(number.doubleValue())) {
      return new TemplateItem.Real(number.doubleValue());
    }
    if (name.equals("Int64")) {
      boolean digits = text.matches("-?[0-9]+");
      BigInteger whole = digits ? new BigInteger(text) : BigInteger.ZERO;
      if (digits && whole.bitLength() < 64) {
        return new TemplateItem.Int(whole, "int64");
      }
      problem = digits ? problem : "invalid syntax";
    }
    throw error(
        "error calling %s: strconv.%s: parsing %s: %s"
            .formatted(name, parser, TemplateParser.quoted(text), problem));
  }

  private TemplateItem call(
      TemplateItem dot,
      String name,
      int position,
      String call,
      List<Operand> args,
      @Nullable TemplateItem piped) {
    int given = args.size() + (piped == null ? 0 : 1);
    int wanted = TemplateFunctions.arity(name);
    if (TemplateFunctions.variadic(name) && given < wanted) {
      throw error(
          "wrong number of args for " + name + ": want at least " + wanted + " got " + args.size());
    }
    if (!TemplateFunctions.variadic(name) && given != wanted) {
      throw error("wrong number of args for " + name + ": want " + wanted + " got " + given);
    }
    if (name.equals("and") || name.equals("or")) {
      return first(dot, args, piped, name.equals("or"));
    }
    List<TemplateItem> values = new ArrayList<>();
    for (Operand arg : args) {
      values.add(name.equals("printf") && values.isEmpty() ? format(dot, arg) : argument(dot, arg));
    }
    if (piped != null) {
      values.add(name.equals("printf") && values.isEmpty() ? string(piped) : piped);
    }
    try {
      return functions.call(name, values);
    } catch (TemplateFunctions.Failed e) {
      at(position, call);
      throw error("error calling " + name + ": " + e.text());
    }
  }

  /** The first argument with this truth, or the last; the others are not evaluated. */
  private TemplateItem first(
      TemplateItem dot, List<Operand> args, @Nullable TemplateItem piped, boolean wanted) {
    TemplateItem value = TemplateItem.nil();
    for (Operand arg : args) {
      value = argument(dot, arg);
      if (value.truth() == wanted) {
        return value;
      }
    }
    return piped == null ? value : piped;
  }

  private TemplateItem format(TemplateItem dot, Operand operand) {
    at(operand);
    return switch (operand) {
      case Nil n -> throw error("cannot assign nil to string");
      case Literal l when !(l.item().data() instanceof StringValue) ->
          throw error("expected string; found " + l.shown());
      default -> string(argument(dot, operand));
    };
  }

  private TemplateItem string(TemplateItem item) {
    if (item.unboxed().data() instanceof StringValue) {
      return item;
    }
    if (item.isNil() && !item.type().equals("interface {}")) {
      throw error("invalid value; expected string");
    }
    String type = item.isNil() ? item.type() : item.unboxed().type();
    throw error("wrong type for value; expected string; got " + type);
  }
}
