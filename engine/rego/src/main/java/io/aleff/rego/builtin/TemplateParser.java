package io.aleff.rego.builtin;

import io.aleff.rego.builtin.TemplateNode.Action;
import io.aleff.rego.builtin.TemplateNode.Branch;
import io.aleff.rego.builtin.TemplateNode.Break;
import io.aleff.rego.builtin.TemplateNode.Chain;
import io.aleff.rego.builtin.TemplateNode.Command;
import io.aleff.rego.builtin.TemplateNode.Continue;
import io.aleff.rego.builtin.TemplateNode.Dot;
import io.aleff.rego.builtin.TemplateNode.Else;
import io.aleff.rego.builtin.TemplateNode.End;
import io.aleff.rego.builtin.TemplateNode.Field;
import io.aleff.rego.builtin.TemplateNode.Function;
import io.aleff.rego.builtin.TemplateNode.Invoke;
import io.aleff.rego.builtin.TemplateNode.Literal;
import io.aleff.rego.builtin.TemplateNode.Nil;
import io.aleff.rego.builtin.TemplateNode.Operand;
import io.aleff.rego.builtin.TemplateNode.Pipe;
import io.aleff.rego.builtin.TemplateNode.Range;
import io.aleff.rego.builtin.TemplateNode.Text;
import io.aleff.rego.builtin.TemplateNode.Variable;
import io.aleff.rego.builtin.TemplateToken.Kind;
import io.aleff.rego.value.StringValue;
import io.aleff.rego.value.ValuePrinter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses a template and the templates that it defines. */
final class TemplateParser {

  /** How deep actions and parentheses may be nested. */
  static final int MOST_DEPTH = 200;

  static final String MAIN = "template";

  private final Builtin.Scope scope;
  private final List<TemplateToken> tokens;
  private final Map<String, List<TemplateNode>> trees = new HashMap<>();
  private List<String> variables = new ArrayList<>(List.of("$"));
  private int next;
  private int furthest;
  private int ranges;
  private int depth;
  private int actionLine;

  private TemplateParser(Builtin.Scope scope, String template) {
    this.scope = scope;
    this.tokens = TemplateLexer.tokens(scope, template);
  }

  /** Every template by its name; the one that was given is {@link #MAIN}. */
  static Map<String, List<TemplateNode>> parse(Builtin.Scope scope, String template) {
    TemplateParser parser = new TemplateParser(scope, template);
    parser.main();
    return parser.trees;
  }

  private void main() {
    List<TemplateNode> root = new ArrayList<>();
    while (!peek().is(Kind.EOF)) {
      int before = next;
      if (next().is(Kind.LEFT) && nextNonSpace().keyword("define")) {
        String name = name("define clause");
        expect(Kind.RIGHT, "define clause");
        define(name, "define clause");
        continue;
      }
      next = before;
      root.add(noEnd(textOrAction()));
    }
    add(MAIN, root);
  }

  private TemplateNode noEnd(TemplateNode node) {
    return switch (node) {
      case End e -> throw error("unexpected {{end}}");
      case Else e -> throw error("unexpected {{else}}");
      default -> node;
    };
  }

  /** The body of another template, which sees no variables of this one. */
  private void define(String name, String context) {
    List<String> outer = variables;
    int outerRanges = ranges;
    variables = new ArrayList<>(List.of("$"));
    ranges = 0;
    List<TemplateNode> body = new ArrayList<>();
    if (list(body) instanceof Else) {
      throw error("unexpected {{else}} in " + context);
    }
    add(name, body);
    variables = outer;
    ranges = outerRanges;
  }

  private void add(String name, List<TemplateNode> body) {
    List<TemplateNode> known = trees.get(name);
    if (known == null || isEmpty(known)) {
      trees.put(name, body);
    } else if (!isEmpty(body)) {
      throw error("template: multiple definition of template " + quoted(name));
    }
  }

  private static boolean isEmpty(List<TemplateNode> nodes) {
    return nodes.stream().allMatch(n -> n instanceof Text(String text) && text.isBlank());
  }

  /** Fills the list; returns its {@code end} or {@code else}. */
  private TemplateNode list(List<TemplateNode> into) {
    if (++depth > MOST_DEPTH) {
      throw error("max expression depth exceeded");
    }
    while (!peekNonSpace().is(Kind.EOF)) {
      TemplateNode node = textOrAction();
      if (node instanceof End || node instanceof Else) {
        depth--;
        return node;
      }
      into.add(node);
    }
    throw error("unexpected EOF");
  }

  private TemplateNode textOrAction() {
    TemplateToken token = nextNonSpace();
    if (token.is(Kind.TEXT)) {
      return new Text(token.text());
    }
    if (!token.is(Kind.LEFT)) {
      throw unexpected(token, "input");
    }
    actionLine = token.line();
    TemplateNode node = action();
    actionLine = 0;
    return node;
  }

  private TemplateNode action() {
    TemplateToken token = nextNonSpace();
    if (!token.is(Kind.KEYWORD) || token.text().equals("define")) {
      next--;
      return new Action(pipeline("command", Kind.RIGHT));
    }
    return switch (token.text()) {
      case "block" -> block();
      case "break" -> jump("{{break}}", new Break());
      case "continue" -> jump("{{continue}}", new Continue());
      case "else" -> otherwise();
      case "end" -> {
        expect(Kind.RIGHT, "end");
        yield new End();
      }
      case "template" -> template();
      default -> control(token.text());
    };
  }

  private TemplateNode jump(String name, TemplateNode node) {
    TemplateToken token = nextNonSpace();
    if (!token.is(Kind.RIGHT)) {
      throw unexpected(token, name);
    }
    if (ranges == 0) {
      throw error(name + " outside {{range}}");
    }
    return node;
  }

  private TemplateNode otherwise() {
    TemplateToken token = peekNonSpace();
    if (!token.keyword("if") && !token.keyword("with")) {
      expect(Kind.RIGHT, "else");
    }
    return new Else();
  }

  private TemplateNode control(String word) {
    int outer = variables.size();
    Pipe pipe = pipeline(word, Kind.RIGHT);
    ranges += word.equals("range") ? 1 : 0;
    List<TemplateNode> then = new ArrayList<>();
    TemplateNode end = list(then);
    ranges -= word.equals("range") ? 1 : 0;
    List<TemplateNode> otherwise = end instanceof Else ? elseList(word) : null;
    variables.subList(outer, variables.size()).clear();
    return word.equals("range")
        ? new Range(pipe, then, otherwise)
        : new Branch(word.equals("with"), pipe, then, otherwise);
  }

  /** After {@code else}; one that goes on with the same word needs no end of its own. */
  private List<TemplateNode> elseList(String word) {
    List<TemplateNode> out = new ArrayList<>();
    if (!word.equals("range") && peek().keyword(word)) {
      next++;
      if (++depth > MOST_DEPTH) {
        throw error("max expression depth exceeded");
      }
      out.add(control(word));
      depth--;
    } else if (list(out) instanceof Else) {
      throw error("expected end; found {{else}}");
    }
    return out;
  }

  private TemplateNode block() {
    int at = peekNonSpace().at();
    String name = name("block clause");
    Pipe pipe = pipeline("block clause", Kind.RIGHT);
    define(name, "block clause");
    return invoke(at, name, pipe);
  }

  private TemplateNode template() {
    int at = peekNonSpace().at();
    String name = name("template clause");
    if (nextNonSpace().is(Kind.RIGHT)) {
      return invoke(at, name, null);
    }
    next--;
    return invoke(at, name, pipeline("template clause", Kind.RIGHT));
  }

  private static Invoke invoke(int at, String name, @Nullable Pipe pipe) {
    String with = pipe == null ? "" : " " + pipe.shown();
    return new Invoke(at, name, "{{template " + quoted(name) + with + "}}", pipe);
  }

  private String name(String context) {
    TemplateToken token = nextNonSpace();
    if (!token.is(Kind.STRING)) {
      throw unexpected(token, context);
    }
    return unquoted(token);
  }

  private String unquoted(TemplateToken token) {
    String text = TemplateLiterals.string(token.text());
    if (text == null) {
      throw error("invalid syntax");
    }
    return text;
  }

  private Pipe pipeline(String context, Kind end) {
    int at = peekNonSpace().at();
    List<String> names = new ArrayList<>();
    boolean assign = declarations(context, names);
    List<Command> commands = new ArrayList<>();
    while (true) {
      TemplateToken token = nextNonSpace();
      if (token.is(end)) {
        break;
      }
      switch (token.kind()) {
        case BOOL, CHARACTER, DOT, FIELD, IDENTIFIER, NUMBER, NIL, STRING, VARIABLE, OPEN -> {
          next--;
          commands.add(command());
        }
        default -> throw unexpected(token, context);
      }
    }
    check(commands, context);
    return new Pipe(at, List.copyOf(names), assign, commands);
  }

  /** Reads {@code $x :=}, {@code $i, $x :=} or the same with {@code =}, which is told. */
  private boolean declarations(String context, List<String> names) {
    while (peekNonSpace().is(Kind.VARIABLE)) {
      int before = next;
      String name = next().text();
      TemplateToken after = peekNonSpace();
      boolean comma = after.is(Kind.SIGN) && after.text().equals(",");
      if (!comma && !after.is(Kind.ASSIGN) && !after.is(Kind.DECLARE)) {
        next = before;
        return false;
      }
      nextNonSpace();
      names.add(name);
      variables.add(name);
      if (!comma) {
        return after.is(Kind.ASSIGN);
      }
      if (!context.equals("range") || names.size() > 1) {
        throw error("too many declarations in " + context);
      }
      if (!peekNonSpace().is(Kind.VARIABLE)
          && !peekNonSpace().is(Kind.RIGHT)
          && !peekNonSpace().is(Kind.CLOSE)) {
        throw error("range can only initialize variables");
      }
    }
    return false;
  }

  private void check(List<Command> commands, String context) {
    if (commands.isEmpty()) {
      throw error("missing value for " + context);
    }
    for (int i = 1; i < commands.size(); i++) {
      switch (commands.get(i).words().getFirst()) {
        case Literal l -> throw notExecutable(i);
        case Dot d -> throw notExecutable(i);
        case Nil n -> throw notExecutable(i);
        default -> {}
      }
    }
  }

  private BuiltinError notExecutable(int i) {
    return error("non executable command in pipeline stage " + (i + 1));
  }

  private Command command() {
    int at = peekNonSpace().at();
    List<Operand> words = new ArrayList<>();
    while (true) {
      peekNonSpace();
      Operand operand = operand();
      if (operand != null) {
        words.add(operand);
      }
      TemplateToken token = next();
      if (token.is(Kind.SPACE)) {
        continue;
      }
      if (token.is(Kind.RIGHT) || token.is(Kind.CLOSE)) {
        next--;
      } else if (!token.is(Kind.PIPE)) {
        throw unexpected(token, "operand");
      }
      break;
    }
    if (words.isEmpty()) {
      throw error("empty command");
    }
    return new Command(at, words);
  }

  private @Nullable Operand operand() {
    Operand term = term();
    if (term == null || !peek().is(Kind.FIELD)) {
      return term;
    }
    int at = peek().at();
    List<String> names = new ArrayList<>();
    while (peek().is(Kind.FIELD)) {
      names.add(next().text().substring(1));
    }
    return switch (term) {
      case Field f -> new Field(at, joined(f.names(), names));
      case Variable v -> new Variable(at, v.name(), joined(v.names(), names));
      case Literal l -> throw error("unexpected . after term " + quoted(l.shown()));
      case Nil n -> throw error("unexpected . after term \"nil\"");
      case Dot d -> throw error("unexpected . after term \".\"");
      default -> new Chain(at, term, names);
    };
  }

  private static List<String> joined(List<String> a, List<String> b) {
    List<String> out = new ArrayList<>(a);
    out.addAll(b);
    return out;
  }

  private @Nullable Operand term() {
    TemplateToken token = nextNonSpace();
    int at = token.at();
    String text = token.text();
    return switch (token.kind()) {
      case IDENTIFIER -> {
        if (!TemplateFunctions.NAMES.contains(text)) {
          throw error("function " + quoted(text) + " not defined");
        }
        yield new Function(at, text);
      }
      case DOT -> new Dot(at);
      case NIL -> new Nil(at);
      case FIELD -> new Field(at, List.of(text.substring(1)));
      case BOOL -> new Literal(at, TemplateItem.of(text.equals("true")), text);
      case STRING -> new Literal(at, TemplateItem.of(StringValue.of(unquoted(token))), text);
      case CHARACTER, NUMBER -> number(token);
      case OPEN -> parenthesized();
      case VARIABLE -> {
        if (!variables.contains(text)) {
          throw error("undefined variable " + quoted(text));
        }
        yield new Variable(at, text, List.of());
      }
      default -> {
        next--;
        yield null;
      }
    };
  }

  private Operand number(TemplateToken token) {
    try {
      return new Literal(token.at(), TemplateLiterals.number(token.text()), token.text());
    } catch (NumberFormatException e) {
      throw error(String.valueOf(e.getMessage()));
    }
  }

  private Pipe parenthesized() {
    if (++depth > MOST_DEPTH) {
      throw error("max expression depth exceeded");
    }
    Pipe pipe = pipeline("parenthesized pipeline", Kind.CLOSE);
    depth--;
    return pipe;
  }

  private TemplateToken peek() {
    furthest = Math.max(furthest, Math.min(next, tokens.size() - 1));
    return tokens.get(Math.min(next, tokens.size() - 1));
  }

  private TemplateToken next() {
    scope.step();
    TemplateToken token = peek();
    next++;
    return token;
  }

  private TemplateToken peekNonSpace() {
    while (peek().is(Kind.SPACE)) {
      next++;
    }
    return peek();
  }

  private TemplateToken nextNonSpace() {
    peekNonSpace();
    return next();
  }

  private void expect(Kind kind, String context) {
    TemplateToken token = nextNonSpace();
    if (!token.is(kind)) {
      throw unexpected(token, context);
    }
  }

  private BuiltinError unexpected(TemplateToken token, String context) {
    if (!token.is(Kind.ERROR)) {
      return error("unexpected " + token.shown() + " in " + context);
    }
    String begun = "";
    if (actionLine != 0 && actionLine != token.line()) {
      String in = token.text().endsWith(" action") ? "" : " in action";
      begun = in + " started at " + MAIN + ":" + actionLine;
    }
    return error(token.text() + begun);
  }

  private BuiltinError error(String message) {
    return BuiltinError.value(
        "template: " + MAIN + ":" + tokens.get(furthest).line() + ": " + message);
  }

  static String quoted(String text) {
    StringBuilder out = new StringBuilder();
    ValuePrinter.quote(text, out);
    return out.toString();
  }
}
