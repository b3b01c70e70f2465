package io.aleff.rego.parse;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Term;
import io.aleff.rego.ast.Term.Comprehension.Kind;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.NullValue;
import io.aleff.rego.value.NumberValue;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads terms and infix expressions. */
final class TermParser {

  private record Operator(int level, String name) {}

  private static final int IN = 0;

  /** Heads of comprehensions stop at the bar, which elsewhere is an operator. */
  private static final int ABOVE_OR = 3;

  private static final Map<String, Operator> OPERATORS =
      Map.ofEntries(
          Map.entry("==", new Operator(1, "equal")),
          Map.entry("!=", new Operator(1, "neq")),
          Map.entry("<", new Operator(1, "lt")),
          Map.entry("<=", new Operator(1, "lte")),
          Map.entry(">", new Operator(1, "gt")),
          Map.entry(">=", new Operator(1, "gte")),
          Map.entry("|", new Operator(2, "or")),
          Map.entry("&", new Operator(3, "and")),
          Map.entry("+", new Operator(4, "plus")),
          Map.entry("-", new Operator(4, "minus")),
          Map.entry("*", new Operator(5, "mul")),
          Map.entry("/", new Operator(5, "div")),
          Map.entry("%", new Operator(5, "rem")));

  private final Tokens tokens;
  private final BodyParser bodies;

  TermParser(Tokens tokens, BodyParser bodies) {
    this.tokens = tokens;
    this.bodies = bodies;
  }

  /** An expression with infix operators. */
  Term infix() {
    return infix(null, IN);
  }

  private Term infix(@Nullable Term first, int level) {
    tokens.enter();
    Term left = first == null ? term() : first;
    while (true) {
      Term next = operation(left, level);
      if (next == null) {
        tokens.leave();
        return left;
      }
      left = next;
    }
  }

  private @Nullable Term operation(Term left, int level) {
    Token token = tokens.peek();
    if (token.isKeyword("in")) {
      if (level > IN || (tokens.startsReference() && tokens.peek(1).is("."))) {
        return null;
      }
      tokens.next();
      Term right = infix(null, IN + 1);
      return new Term.Call("internal.member_2", List.of(left, right), left.location());
    }
    Operator operator = token.kind() == Token.Kind.OPERATOR ? OPERATORS.get(token.text()) : null;
    if (operator == null || operator.level < level) {
      return null;
    }
    tokens.next();
    Term right = infix(null, operator.level + 1);
    return new Term.Call(operator.name, List.of(left, right), left.location());
  }

  /** {@code k, v in xs} after its first term, or the term itself. */
  Term membership(Term first) {
    if (!tokens.is(",")) {
      return first;
    }
    tokens.next();
    Term second = infix(null, IN + 1);
    if (!tokens.acceptKeyword("in")) {
      throw tokens.error("unexpected " + tokens.peek().describe() + " token", "\"in\"");
    }
    Term domain = infix(null, IN + 1);
    Term call =
        new Term.Call("internal.member_3", List.of(first, second, domain), first.location());
    return infix(call, IN);
  }

  /** A term without infix operators, with the references and calls that follow it. */
  Term term() {
    tokens.enter();
    Term term = references(primary());
    tokens.leave();
    return term;
  }

  private Term primary() {
    Token token = tokens.peek();
    SourceLocation at = tokens.place();
    switch (token.kind()) {
      case NUMBER -> {
        return number(false, at);
      }
      case STRING -> {
        tokens.next();
        return new Term.Scalar(StringValue.of(token.text()), at);
      }
      case NAME -> {
        tokens.next();
        return new Term.Var(token.text(), at);
      }
      case KEYWORD -> {
        return keyword(token, at);
      }
      case TEMPLATE_START -> {
        return template(at);
      }
      case OPERATOR -> {
        return bracketed(token, at);
      }
      case TEMPLATE_TEXT, TEMPLATE_OPEN, TEMPLATE_CLOSE, TEMPLATE_END, END -> throw unexpected();
    }
    throw unexpected();
  }

  private SyntaxError unexpected() {
    return tokens.error("unexpected " + tokens.peek().describe() + " token", "a term");
  }

  private Term number(boolean negative, SourceLocation at) {
    String digits = tokens.next().text();
    try {
      return new Term.Scalar(NumberValue.parse(negative ? "-" + digits : digits), at);
    } catch (NumberFormatException e) {
      throw tokens.error("illegal number format", "a number");
    }
  }

  private Term keyword(Token token, SourceLocation at) {
    Value value =
        switch (token.text()) {
          case "null" -> NullValue.NULL;
          case "true" -> BoolValue.TRUE;
          case "false" -> BoolValue.FALSE;
          default -> null;
        };
    boolean reference = tokens.startsReference();
    Token after = tokens.peek(1);
    boolean call =
        token.text().equals("contains") && after.is("(") && after.offset() == token.end();
    if (value == null && !reference && !call) {
      throw tokens.error("unexpected " + token.text() + " keyword", "a term");
    }
    tokens.next();
    return value == null || (reference && tokens.is("."))
        ? new Term.Var(token.text(), at)
        : new Term.Scalar(value, at);
  }

  private Term bracketed(Token token, SourceLocation at) {
    switch (token.text()) {
      case "-" -> {
        tokens.next();
        if (tokens.peek().kind() != Token.Kind.NUMBER || !tokens.adjacent()) {
          throw tokens.error("unexpected minus", "a number after \"-\"");
        }
        return number(true, at);
      }
      case "(" -> {
        tokens.next();
        Term inner = bodies.expressionTerm(membership(infix()));
        tokens.expect(")");
        return inner;
      }
      case "[" -> {
        tokens.next();
        return array(at);
      }
      case "{" -> {
        tokens.next();
        return setOrObject(at);
      }
      default -> throw unexpected();
    }
  }

  private Term references(Term head) {
    Term term = head;
    while (tokens.adjacent()) {
      if (tokens.is(".")) {
        tokens.next();
        Token name = tokens.peek();
        if (!name.isWord()) {
          throw tokens.error("expected word after dot", "a name");
        }
        SourceLocation at = tokens.place();
        tokens.next();
        term = extend(term, new Term.Scalar(StringValue.of(name.text()), at));
      } else if (tokens.is("[") && indexable(term)) {
        tokens.next();
        Term key = bodies.expressionTerm(membership(infix()));
        tokens.expect("]");
        term = extend(term, key);
      } else if (tokens.is("(")) {
        String name = callName(term);
        if (name == null) {
          break;
        }
        tokens.next();
        List<Term> args = list(")");
        term =
            name.equals("set") && args.isEmpty()
                ? new Term.SetTerm(List.of(), head.location())
                : new Term.Call(name, args, head.location());
      } else {
        break;
      }
    }
    return term;
  }

  private static boolean indexable(Term term) {
    return !(term instanceof Term.Scalar);
  }

  private static Term extend(Term head, Term key) {
    if (head instanceof Term.Ref ref) {
      List<Term> path = new ArrayList<>(ref.path());
      path.add(key);
      return new Term.Ref(ref.head(), List.copyOf(path), ref.location());
    }
    return new Term.Ref(head, List.of(key), head.location());
  }

  /** The dotted name when a term can be called, otherwise null. */
  static @Nullable String callName(Term term) {
    if (term instanceof Term.Var v) {
      return v.name();
    }
    if (term instanceof Term.Ref ref && ref.head() instanceof Term.Var v) {
      StringBuilder name = new StringBuilder(v.name());
      for (Term part : ref.path()) {
        if (!(part instanceof Term.Scalar s && s.value() instanceof StringValue text)) {
          return null;
        }
        name.append('.').append(text.value());
      }
      return name.toString();
    }
    return null;
  }

  /** Terms up to a closing bracket, a trailing comma allowed. */
  List<Term> list(String close) {
    List<Term> out = new ArrayList<>();
    while (!tokens.is(close)) {
      out.add(bodies.expressionTerm(infix()));
      if (!tokens.accept(",")) {
        break;
      }
    }
    tokens.expect(close);
    return List.copyOf(out);
  }

  private Term array(SourceLocation at) {
    if (tokens.accept("]")) {
      return new Term.ArrayTerm(List.of(), at);
    }
    Term head = infix(null, ABOVE_OR);
    if (tokens.accept("|")) {
      return new Term.Comprehension(Kind.ARRAY, null, head, bodies.body("]"), at);
    }
    return new Term.ArrayTerm(rest(head, "]"), at);
  }

  private List<Term> rest(Term head, String close) {
    List<Term> items = new ArrayList<>();
    items.add(bodies.expressionTerm(infix(head, IN)));
    if (tokens.accept(",")) {
      items.addAll(list(close));
    } else {
      tokens.expect(close);
    }
    return List.copyOf(items);
  }

  private Term setOrObject(SourceLocation at) {
    if (tokens.accept("}")) {
      return new Term.ObjectTerm(List.of(), at);
    }
    Term head = infix(null, ABOVE_OR);
    if (tokens.accept("|")) {
      return new Term.Comprehension(Kind.SET, null, head, bodies.body("}"), at);
    }
    if (!tokens.is(":")) {
      head = infix(head, IN);
    }
    if (!tokens.is(":")) {
      return new Term.SetTerm(rest(head, "}"), at);
    }
    tokens.next();
    return object(head, at);
  }

  private Term object(Term firstKey, SourceLocation at) {
    Term value = infix(null, ABOVE_OR);
    if (tokens.accept("|")) {
      return new Term.Comprehension(Kind.OBJECT, firstKey, value, bodies.body("}"), at);
    }
    List<Term.Entry> entries = new ArrayList<>();
    entries.add(new Term.Entry(firstKey, bodies.expressionTerm(infix(value, IN))));
    while (tokens.accept(",") && !tokens.is("}")) {
      Term key = infix();
      tokens.expect(":");
      entries.add(new Term.Entry(key, bodies.expressionTerm(infix())));
    }
    tokens.expect("}");
    return new Term.ObjectTerm(List.copyOf(entries), at);
  }

  private Term template(SourceLocation at) {
    tokens.next();
    List<Term> parts = new ArrayList<>();
    while (tokens.peek().kind() != Token.Kind.TEMPLATE_END) {
      Token token = tokens.peek();
      SourceLocation place = tokens.place();
      if (token.kind() == Token.Kind.TEMPLATE_TEXT) {
        tokens.next();
        parts.add(new Term.Scalar(StringValue.of(token.text()), place));
      } else if (token.kind() == Token.Kind.TEMPLATE_OPEN) {
        tokens.next();
        parts.add(interpolation(place));
      } else {
        throw tokens.error("unexpected " + token.describe() + " token", "the end of the template");
      }
    }
    tokens.next();
    return new Term.Template(List.copyOf(parts), at);
  }

  /** An expression in a template is a closure of its own: undefined does not fail the body. */
  private Term interpolation(SourceLocation place) {
    Term term = infix();
    List<Literal.With> modifiers = bodies.modifiers();
    if (tokens.peek().kind() != Token.Kind.TEMPLATE_CLOSE) {
      throw tokens.error("unexpected " + tokens.peek().describe() + " token", "\"}\"");
    }
    tokens.next();
    return bodies.closure(term, modifiers, place);
  }
}
