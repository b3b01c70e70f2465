package io.aleff.rego.format;

import io.aleff.rego.ast.Expr;
import io.aleff.rego.ast.Literal;
import io.aleff.rego.ast.Module;
import io.aleff.rego.ast.Rule;
import io.aleff.rego.ast.Term;
import io.aleff.rego.value.BoolValue;
import io.aleff.rego.value.StringValue;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a whole file. */
final class ModulePrinter {

  private final Module module;
  private final Source source;
  private final Page page;
  private final BodyPrinter bodies;
  private final TermPrinter terms;
  private final Imports imports;
  private final boolean longHeads;

  ModulePrinter(Module module) {
    this.module = module;
    this.source = new Source(module.source());
    this.page = new Page(module.comments());
    this.bodies = new BodyPrinter(page, source);
    this.terms = bodies.terms();
    this.imports = Imports.of(source);
    this.longHeads =
        module.rules().stream()
            .anyMatch(r -> r.ref().size() > 2 || (r.ref().size() == 2 && r.member() != null));
  }

  String print() {
    page.reach(module.packageLocation().line());
    page.write("package " + Imports.dotted(module.path()));
    page.blankLine();
    List<Imports.Line> lines = imports.lines();
    int nextImport = 0;
    for (int i = 0; i < module.rules().size(); i++) {
      Rule rule = module.rules().get(i);
      int first = nextImport;
      while (nextImport < lines.size() && lines.get(nextImport).row() < rule.location().line()) {
        nextImport++;
      }
      imports(lines.subList(first, nextImport));
      boolean importFollows =
          nextImport < lines.size()
              && i + 1 < module.rules().size()
              && lines.get(nextImport).row() < module.rules().get(i + 1).location().line();
      rule(rule, endOf(i, nextImport, lines));
      page.endLine();
      if (importFollows
          || i + 1 == module.rules().size()
          || !together(rule, module.rules().get(i + 1))) {
        page.blankLine();
      }
    }
    imports(lines.subList(nextImport, lines.size()));
    return page.finish();
  }

  private int endOf(int rule, int nextImport, List<Imports.Line> lines) {
    int end =
        rule + 1 < module.rules().size()
            ? source.at(module.rules().get(rule + 1).location())
            : source.end();
    int imported = nextImport < lines.size() ? lines.get(nextImport).index() : source.end();
    return source.last(Math.min(end, imported));
  }

  private void imports(List<Imports.Line> lines) {
    for (List<Imports.Line> group : Imports.groups(lines)) {
      page.above(group.getFirst().row());
      imports.sorted(group).forEach(this::importLine);
      page.blankLine();
    }
  }

  private void importLine(Imports.Line line) {
    page.write("import " + line.text());
    page.fetch(line.row());
    page.endLine();
  }

  private static boolean together(Rule rule, Rule next) {
    return isShort(rule) && isShort(next) && next.location().line() == rule.location().line() + 1;
  }

  private static boolean isShort(Rule rule) {
    return rule.body().size() <= 1 && !rule.isDefault();
  }

  private void rule(Rule rule, int last) {
    page.reach(rule.location().line());
    Page.Mark mark = page.mark();
    try {
      page.write(rule.isDefault() ? "default " : "");
      head(rule);
      rest(rule);
    } catch (Page.Crowded e) {
      page.back(mark);
      int first = source.at(rule.location());
      page.verbatim(source.text(first, last), source.lastRow(last), source.token(last).column());
    }
  }

  private void head(Rule rule) {
    Term.Scalar name = (Term.Scalar) rule.ref().getFirst();
    page.write(((StringValue) name.value()).value());
    List<Term> path = rule.ref().subList(1, rule.ref().size());
    boolean isWord = TermPrinter.isName(((StringValue) name.value()).value());
    if (!longHeads && isWord && path.size() == 1 && path.getFirst() instanceof Term.Scalar s) {
      String written = source.constant(s.location());
      page.write("[" + (written == null ? s.value().toString() : written) + "]");
    } else {
      path.forEach(terms::step);
    }
    if (rule.args() != null) {
      terms.arguments(rule.args(), rule.location());
    }
    if (rule.member() != null) {
      page.write(" contains ");
      terms.term(rule.member());
    }
  }

  /** The value, the body and the other branches. */
  private void rest(Rule rule) {
    boolean constant = isConstant(rule);
    if (rule.member() == null && (constant || rule.isDefault() || !isTrue(rule.value()))) {
      page.write(" := ");
      terms.term(rule.value());
    }
    if (!constant) {
      page.write(" if");
      body(rule);
    }
    Rule next = rule.orElse();
    if (next != null) {
      otherwise(next);
    }
  }

  private void body(Rule rule) {
    int open = source.body(rule.location());
    Literal first = rule.body().getFirst();
    if (rule.body().size() == 1
        && first.location().line() == rule.location().line()
        && !source.token(source.at(first.location())).is("{")) {
      page.write(" ");
      bodies.literal(first);
      if (open >= 0) {
        page.reach(source.token(source.close(open)).line());
      }
      return;
    }
    page.write(" {");
    page.endLine();
    page.indent();
    int close = open < 0 ? source.end() : source.close(open);
    bodies.lines(rule.body(), close);
    page.reach(source.token(close).line());
    page.outdent();
    page.write("}");
  }

  private void otherwise(Rule rule) {
    int index = source.at(rule.location());
    int row = rule.location().line();
    boolean sameLine = source.lastRow(index - 1) == row;
    if (sameLine && !page.hasCommentBefore(row)) {
      page.write(" ");
    } else {
      page.blankLine();
    }
    page.reach(row);
    page.write("else");
    rest(rule);
  }

  private static boolean isConstant(Rule rule) {
    return rule.orElse() == null
        && rule.body().size() == 1
        && rule.body().getFirst().modifiers().isEmpty()
        && !rule.body().getFirst().negated()
        && rule.body().getFirst().expr() instanceof Expr.Is is
        && isTrue(is.term());
  }

  private static boolean isTrue(@Nullable Term term) {
    return term instanceof Term.Scalar s && BoolValue.TRUE.equals(s.value());
  }
}
