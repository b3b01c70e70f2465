package io.aleff.rego.format;

import io.aleff.definition.SourceLocation;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Term;
import io.aleff.rego.parse.Token;
import io.aleff.rego.value.StringValue;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes terms. */
final class TermPrinter {

  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");
  private static final Set<String> KEYWORDS =
      Set.of(
          "package",
          "import",
          "as",
          "default",
          "else",
          "not",
          "with",
          "null",
          "true",
          "false",
          "some",
          "in",
          "every",
          "contains",
          "if");

  private final Page page;
  private final Source source;
  private final BodyPrinter bodies;

  TermPrinter(Page page, Source source, BodyPrinter bodies) {
    this.page = page;
    this.source = source;
    this.bodies = bodies;
  }

  void term(Term term) {
    page.reach(term.location().line());
    switch (term) {
      case Term.Scalar s -> scalar(s);
      case Term.Var v -> page.write(v.name());
      case Term.Ref r -> ref(r);
      case Term.Call c -> call(c);
      case Term.ArrayTerm a -> list("[", a.items(), "]", a.location());
      case Term.SetTerm s when s.items().isEmpty() -> {
        page.write("set()");
        page.reach(closingRow(s.location(), "("));
      }
      case Term.SetTerm s -> list("{", s.items(), "}", s.location());
      case Term.ObjectTerm o -> object(o);
      case Term.Comprehension c -> comprehension(c);
      case Term.Template t -> {
        String text = source.template(t.location());
        page.write(text);
      }
      case Term.Logic l -> logic(l);
    }
  }

  private void scalar(Term.Scalar scalar) {
    String written = source.constant(scalar.location());
    page.write(written == null ? scalar.value().toString() : written);
  }

  private void logic(Term.Logic logic) {
    side(logic.left());
    page.write(logic.conjunction() ? " and " : " or ");
    side(logic.right());
  }

  private void side(List<Literal> body) {
    page.write("(");
    bodies.literal(body.getFirst());
    page.write(")");
  }

  private void ref(Term.Ref ref) {
    operand(ref.head(), Operators.of(ref.head()) != null || ref.head() instanceof Term.Logic);
    ref.path().forEach(this::step);
  }

  /** One step of a path. */
  void step(Term step) {
    if (step instanceof Term.Scalar s && s.value() instanceof StringValue text) {
      Token token = source.token(source.at(s.location()));
      boolean dotted = token.isWord() && token.text().equals(text.value());
      if (dotted || isName(text.value())) {
        page.write("." + text.value());
        return;
      }
    }
    page.write("[");
    term(step);
    page.write("]");
  }

  static boolean isName(String text) {
    return NAME.matcher(text).matches() && !KEYWORDS.contains(text);
  }

  private void call(Term.Call call) {
    Operators.Operator operator = Operators.of(call);
    if (operator != null) {
      infix(call.args().getFirst(), operator, call.args().getLast(), true);
    } else if (Operators.isPairMembership(call) && call.args().size() == 3) {
      page.write("(");
      pairMembership(call);
      page.write(")");
    } else {
      page.write(call.name());
      list("(", call.args(), ")", call.location());
    }
  }

  private void pairMembership(Term.Call call) {
    operand(call.args().get(0), Operators.of(call.args().get(0)) != null);
    page.write(", ");
    operand(call.args().get(1), Operators.of(call.args().get(1)) != null);
    page.write(" in ");
    operand(call.args().get(2), Operators.of(call.args().get(2)) != null);
  }

  /**
   * A term that stands as an expression: its own operands need brackets only where they bind less.
   */
  void expression(Term term) {
    Operators.Operator operator = Operators.of(term);
    page.reach(term.location().line());
    if (operator != null && term instanceof Term.Call c) {
      infix(c.args().getFirst(), operator, c.args().getLast(), operator.level() == 0);
    } else if (Operators.isPairMembership(term) && term instanceof Term.Call c) {
      pairMembership(c);
    } else {
      term(term);
    }
  }

  private void infix(Term left, Operators.Operator operator, Term right, boolean all) {
    Operators.Operator inLeft = Operators.of(left);
    Operators.Operator inRight = Operators.of(right);
    operand(left, inLeft != null && (all || inLeft.level() < operator.level()));
    page.write(" " + operator.symbol() + " ");
    operand(right, inRight != null && (all || inRight.level() <= operator.level()));
  }

  private void operand(Term term, boolean brackets) {
    page.write(brackets ? "(" : "");
    term(term);
    page.write(brackets ? ")" : "");
  }

  /** The parameters of a function. */
  void arguments(List<Term> items, SourceLocation at) {
    list("(", items, ")", at);
  }

  private void list(String open, List<Term> items, String close, SourceLocation at) {
    lines(
        open,
        items.stream()
            .map(
                item ->
                    new Item(
                        item.location().line(),
                        () -> operand(item, Operators.isUnion(item) && !open.equals("("))))
            .toList(),
        close,
        at);
  }

  private void object(Term.ObjectTerm object) {
    List<Item> items = new ArrayList<>();
    for (Term.Entry entry : object.entries()) {
      items.add(
          new Item(
              entry.key().location().line(),
              () -> {
                operand(entry.key(), Operators.isUnion(entry.key()));
                page.write(": ");
                operand(entry.value(), Operators.isUnion(entry.value()));
              }));
    }
    lines("{", items, "}", object.location());
  }

  private record Item(int row, Runnable print) {}

  /** Items between brackets; what began a new line in the source does so again. */
  private void lines(String open, List<Item> items, String close, SourceLocation at) {
    page.write(open);
    List<List<Item>> lines = new ArrayList<>();
    for (Item item : items) {
      if (lines.isEmpty() || item.row > lines.getLast().getLast().row) {
        lines.add(new ArrayList<>());
      }
      lines.getLast().add(item);
    }
    if (lines.size() <= 1) {
      lines.forEach(this::line);
    } else {
      boolean firstIsBelow = items.getFirst().row > at.line();
      if (firstIsBelow) {
        page.endLine();
      } else {
        page.breakLine();
      }
      page.indent();
      for (List<Item> line : lines) {
        line(line);
        page.write(",");
        page.endLine();
      }
      page.reach(closingRow(at, open));
      page.outdent();
    }
    page.write(close);
  }

  private void line(List<Item> items) {
    for (int i = 0; i < items.size(); i++) {
      page.write(i > 0 ? ", " : "");
      items.get(i).print.run();
    }
  }

  private int closingRow(SourceLocation at, String open) {
    int index = source.find(open, source.at(at));
    return index < 0 ? at.line() : source.token(source.close(index)).line();
  }

  private void comprehension(Term.Comprehension c) {
    boolean array = c.kind() == Term.Comprehension.Kind.ARRAY;
    String open = array ? "[" : "{";
    int openIndex = source.at(c.location());
    page.write(open);
    Term first = c.key() == null ? c.head() : c.key();
    if (first.location().line() > c.location().line()) {
      page.endLine();
    }
    if (c.key() != null) {
      operand(c.key(), Operators.isUnion(c.key()));
      page.write(": ");
    }
    operand(
        c.head(),
        Operators.isUnion(c.head())
            || (source.grouped(c.head().location()) && Operators.of(c.head()) != null));
    page.write(" |");
    bodies.inBrackets(c.body(), first.location().line(), source.close(openIndex));
    page.write(array ? "]" : "}");
  }
}
