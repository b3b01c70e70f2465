package io.aleff.rego.parse;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.rego.ast.Expr;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Module;
import io.aleff.rego.ast.Rule;
import io.aleff.rego.ast.Term;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.StringValue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads whole files and queries. */
public final class ModuleParser {

  /** What can be imported: the keywords of v1, and experimental ones. */
  private static final Set<String> FUTURE =
      Set.of("contains", "every", "if", "in", "and", "or", "not");

  private final SourceText source;
  private final Tokens tokens;
  private final TermParser terms;
  private final BodyParser bodies;
  private boolean v0;
  private final Set<String> experimental = new HashSet<>();
  private final List<Module.Comment> comments;
  private final List<Diagnostic> errors = new ArrayList<>();
  private final List<Module.Import> imports = new ArrayList<>();
  private final List<Rule> rules = new ArrayList<>();

  private ModuleParser(SourceText source, boolean v0) {
    this.source = source;
    this.v0 = v0;
    Lexer lexer = new Lexer(source);
    this.tokens = new Tokens(source.path(), v0 ? LaterKeywords.of(lexer.tokens()) : lexer.tokens());
    this.errors.addAll(lexer.errors());
    this.comments = lexer.comments();
    this.bodies = new BodyParser(tokens, experimental);
    this.terms = bodies.terms();
  }

  /** A module, or what is wrong with it. */
  public record Parsed(@Nullable Module module, List<Diagnostic> errors) {}

  /** A query, or what is wrong with it. */
  public record ParsedQuery(List<Literal> body, List<Diagnostic> errors) {}

  public static Parsed module(SourceText source) {
    return module(source, false);
  }

  /**
   * @param v0 whether a file that does not import {@code rego.v1} is Rego v0: bodies need no {@code
   *     if}, and <code>p[x] { … }</code> is a set
   */
  public static Parsed module(SourceText source, boolean v0) {
    try {
      return new ModuleParser(source, v0).module();
    } catch (StackOverflowError e) {
      return new Parsed(null, List.of(tooDeep(source)));
    }
  }

  public static ParsedQuery query(String text) {
    SourceText source = new SourceText("query", text);
    try {
      ModuleParser parser = new ModuleParser(source, false);
      if (!parser.errors.isEmpty()) {
        return new ParsedQuery(List.of(), parser.errors);
      }
      List<Literal> body = parser.bodies.query();
      return body.isEmpty()
          ? new ParsedQuery(
              List.of(),
              List.of(Diagnostic.error("rego_parse_error", source.start(), "empty query")))
          : new ParsedQuery(body, List.of());
    } catch (SyntaxError e) {
      return new ParsedQuery(List.of(), List.of(e.diagnostic()));
    } catch (StackOverflowError e) {
      return new ParsedQuery(List.of(), List.of(tooDeep(source)));
    }
  }

  private static Diagnostic tooDeep(SourceText source) {
    return Diagnostic.error("rego_parse_error", source.start(), "nested too deeply");
  }

  private Parsed module() {
    if (!errors.isEmpty()) {
      return new Parsed(null, errors);
    }
    List<String> path = List.of();
    SourceLocation at = tokens.place();
    try {
      path = packagePath();
    } catch (SyntaxError e) {
      errors.add(e.diagnostic());
      if (!tokens.atEnd()) {
        tokens.recover();
      }
    }
    while (!tokens.atEnd()) {
      try {
        statement();
      } catch (SyntaxError e) {
        errors.add(e.diagnostic());
        tokens.recover();
      }
    }
    errors.sort(Comparator.comparing(Diagnostic::location));
    return new Parsed(
        errors.isEmpty()
            ? new Module(source, path, at, List.copyOf(imports), List.copyOf(rules), comments, !v0)
            : null,
        List.copyOf(errors));
  }

  private List<String> packagePath() {
    if (tokens.atEnd()) {
      throw tokens.error("empty module", "\"package\"");
    }
    if (!tokens.acceptKeyword("package")) {
      throw tokens.error("package expected", "\"package\"");
    }
    List<String> path = path(terms.term());
    endOfStatement();
    return path.getFirst().equals("data") && path.size() > 1
        ? List.copyOf(path.subList(1, path.size()))
        : path;
  }

  private List<String> path(Term term) {
    List<String> out = new ArrayList<>();
    Term head = term instanceof Term.Ref ref ? ref.head() : term;
    if (!(head instanceof Term.Var v)) {
      throw tokens.error("unexpected path", "a dotted path of names");
    }
    out.add(v.name());
    if (term instanceof Term.Ref ref) {
      for (Term part : ref.path()) {
        if (!(part instanceof Term.Scalar s && s.value() instanceof StringValue text)) {
          throw tokens.error("path must contain string values", "a dotted path of names");
        }
        out.add(text.value());
      }
    }
    return List.copyOf(out);
  }

  private void endOfStatement() {
    if (!tokens.accept(";") && !tokens.atEnd() && !tokens.onNewLine()) {
      throw tokens.error("unexpected " + tokens.peek().describe() + " token", "a new line");
    }
    while (tokens.accept(";")) {
      // several separators count as one
    }
  }

  private void statement() {
    if (tokens.isKeyword("import")) {
      importStatement();
    } else {
      Rule rule = rule();
      rules.add(rule);
      chained(rule);
    }
    endOfStatement();
  }

  /** More bodies after a rule, each a rule with the same head. */
  private void chained(Rule rule) {
    while (!rule.isDefault() && rule.orElse() == null && tokens.is("{")) {
      SourceLocation at = tokens.place();
      tokens.next();
      List<Literal> body = bodies.body("}");
      rules.add(
          new Rule(false, rule.ref(), rule.args(), rule.member(), rule.value(), body, null, at));
    }
  }

  private void importStatement() {
    SourceLocation at = tokens.place();
    tokens.next();
    List<String> path = path(terms.term());
    String alias = path.getLast();
    if (tokens.acceptKeyword("as")) {
      alias = tokens.next().text();
    }
    switch (path.getFirst()) {
      case "rego" -> {
        if (!path.equals(List.of("rego", "v1"))) {
          throw tokens.error("invalid import `" + String.join(".", path) + "`", "`rego.v1`");
        }
        v0 = false;
      }
      case "future" -> {
        if (!isFuture(path)) {
          throw tokens.error(
              "unexpected keyword, must be one of [contains every if in]",
              "`future.keywords` or one of them");
        }
        if (path.size() == 3 && (alias.equals("and") || alias.equals("or"))) {
          experimental.add(alias);
        }
      }
      case "data", "input" -> imports.add(new Module.Import(path, alias, at));
      default ->
          throw tokens.error(
              "unexpected import path, must begin with one of: {data, future, input, rego}, got: "
                  + path.getFirst(),
              "data, input, rego or future");
    }
  }

  private static boolean isFuture(List<String> path) {
    return path.size() > 1
        && path.size() < 4
        && path.get(1).equals("keywords")
        && (path.size() == 2 || FUTURE.contains(path.get(2)));
  }

  private Rule rule() {
    SourceLocation at = tokens.place();
    boolean isDefault = tokens.acceptKeyword("default");
    Term head = terms.term();
    @Nullable List<Term> args = null;
    List<Term> ref;
    if (head instanceof Term.Call call) {
      args = call.args().isEmpty() ? null : call.args();
      ref = new ArrayList<>();
      for (String part : call.name().split("\\.", -1)) {
        ref.add(new Term.Scalar(StringValue.of(part), at));
      }
    } else {
      ref = ref(head);
    }
    @Nullable Term member = null;
    if (tokens.acceptKeyword("contains")) {
      if (args != null) {
        throw tokens.error("the contains keyword can only be used with multi-value rules", "a set");
      }
      member = terms.infix();
    }
    @Nullable Term value = member == null ? value() : null;
    boolean set = v0 && !isDefault && args == null && member == null && value == null;
    if (set && ref.size() == 2 && !tokens.isKeyword("if")) {
      member = ref.getLast();
      ref = ref.subList(0, 1);
    }
    return finish(at, isDefault, List.copyOf(ref), args, member, value);
  }

  private List<Term> ref(Term head) {
    List<Term> out = new ArrayList<>();
    Term first = head instanceof Term.Ref r ? r.head() : head;
    if (!(first instanceof Term.Var v)) {
      throw tokens.error("unexpected statement", "a rule, for example `allow if { … }`");
    }
    out.add(new Term.Scalar(StringValue.of(v.name()), v.location()));
    if (head instanceof Term.Ref r) {
      out.addAll(r.path());
    }
    return out;
  }

  private @Nullable Term value() {
    return tokens.accept(":=") || tokens.accept("=") ? terms.membership(terms.infix()) : null;
  }

  private Rule finish(
      SourceLocation at,
      boolean isDefault,
      List<Term> ref,
      @Nullable List<Term> args,
      @Nullable Term member,
      @Nullable Term value) {
    boolean conditional = tokens.isKeyword("if");
    if (isDefault && value == null) {
      throw tokens.error("default rules must have a value", "`default name := value`");
    }
    if (isDefault && conditional) {
      throw tokens.error("default rules must not have a body", "a new line");
    }
    if (isDefault) {
      DefaultRules.check(at, args, value);
    }
    if (!v0 && !conditional && tokens.is("{") && !tokens.onNewLine()) {
      throw tokens.error("`if` keyword is required before rule body", "\"if\"");
    }
    if (!conditional && value == null && member == null && args == null && !bareBody()) {
      throw tokens.error("rule must have value assignment and/or body declaration", "`:=` or `if`");
    }
    List<Literal> body = body(at);
    Term result = value == null ? truth(at) : value;
    @Nullable Rule orElse = tokens.isKeyword("else") ? orElse(ref, args) : null;
    return new Rule(isDefault, ref, args, member, result, body, orElse, at);
  }

  private boolean bareBody() {
    return v0 && tokens.is("{");
  }

  private Rule orElse(List<Term> ref, @Nullable List<Term> args) {
    SourceLocation at = tokens.place();
    tokens.next();
    @Nullable Term value = value();
    if (value == null && !tokens.isKeyword("if") && !bareBody()) {
      throw tokens.error("unexpected " + tokens.peek().describe() + " token", "\":=\" or \"if\"");
    }
    List<Literal> body = body(at);
    @Nullable Rule next = tokens.isKeyword("else") ? orElse(ref, args) : null;
    return new Rule(false, ref, args, null, value == null ? truth(at) : value, body, next, at);
  }

  private List<Literal> body(SourceLocation at) {
    if (bareBody()) {
      tokens.next();
      return bodies.body("}");
    }
    if (!tokens.acceptKeyword("if")) {
      return List.of(new Literal(false, new Expr.Is(truth(at), at), List.of(), at));
    }
    if (!tokens.is("{")) {
      return List.of(bodies.literal());
    }
    int start = tokens.mark();
    try {
      tokens.next();
      return bodies.body("}");
    } catch (SyntaxError e) {
      return List.of(collection(start, e));
    }
  }

  /** What looked like a body may be a set or an object. */
  private Literal collection(int start, SyntaxError error) {
    tokens.reset(start);
    try {
      return bodies.literal();
    } catch (SyntaxError second) {
      throw error;
    }
  }

  private static Term truth(SourceLocation at) {
    return new Term.Scalar(BoolValue.TRUE, at);
  }
}
