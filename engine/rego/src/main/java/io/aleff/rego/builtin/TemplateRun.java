package io.aleff.rego.builtin;

import io.aleff.rego.builtin.TemplateNode.Action;
import io.aleff.rego.builtin.TemplateNode.Branch;
import io.aleff.rego.builtin.TemplateNode.Break;
import io.aleff.rego.builtin.TemplateNode.Continue;
import io.aleff.rego.builtin.TemplateNode.Else;
import io.aleff.rego.builtin.TemplateNode.End;
import io.aleff.rego.builtin.TemplateNode.Invoke;
import io.aleff.rego.builtin.TemplateNode.Pipe;
import io.aleff.rego.builtin.TemplateNode.Range;
import io.aleff.rego.builtin.TemplateNode.Text;
import io.aleff.rego.value.ArrayValue;
import io.aleff.rego.value.ObjectValue;
import io.aleff.rego.value.Value;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Writes a parsed template. */
final class TemplateRun {

  /** Lists of nodes inside each other, over all templates that are under way. */
  private static final int MOST_DEPTH = 500;

  private enum Flow {
    ON,
    BREAK,
    CONTINUE
  }

  private final Builtin.Scope scope;
  private final Map<String, List<TemplateNode>> templates;
  private final TemplateText text;
  private final TemplatePipes pipes;
  private final StringBuilder out = new StringBuilder();
  private int depth;

  private TemplateRun(Builtin.Scope scope, String source, Map<String, List<TemplateNode>> all) {
    this.scope = scope;
    this.templates = all;
    this.text = new TemplateText(scope);
    this.pipes = new TemplatePipes(scope, source, text);
  }

  static String run(
      Builtin.Scope scope, String source, Map<String, List<TemplateNode>> all, ObjectValue data) {
    TemplateRun run = new TemplateRun(scope, source, all);
    run.template(TemplateParser.MAIN, TemplateItem.of(data));
    return run.out.toString();
  }

  private void template(String name, TemplateItem dot) {
    TemplatePipes.Frame outer = pipes.enter(name, dot);
    walk(dot, Objects.requireNonNull(templates.get(name)));
    pipes.leave(outer);
  }

  private Flow walk(TemplateItem dot, List<TemplateNode> nodes) {
    if (++depth > MOST_DEPTH) {
      throw pipes.error("exceeded maximum template depth (" + MOST_DEPTH + ")");
    }
    Flow flow = Flow.ON;
    for (int i = 0; i < nodes.size() && flow == Flow.ON; i++) {
      scope.step();
      flow = walk(dot, nodes.get(i));
    }
    depth--;
    return flow;
  }

  private Flow walk(TemplateItem dot, TemplateNode node) {
    switch (node) {
      case Text(String written) -> write(written);
      case Action(Pipe pipe) -> {
        TemplateItem value = pipes.value(dot, pipe);
        if (pipe.variables().isEmpty()) {
          write(text.written(value));
        }
      }
      case Branch branch -> {
        return branch(dot, branch);
      }
      case Range range -> {
        return range(dot, range);
      }
      case Break b -> {
        return Flow.BREAK;
      }
      case Continue c -> {
        return Flow.CONTINUE;
      }
      case Invoke invoke -> {
        pipes.at(invoke.at(), invoke.shown());
        if (!templates.containsKey(invoke.name())) {
          throw pipes.error("template " + TemplateParser.quoted(invoke.name()) + " not defined");
        }
        Pipe pipe = invoke.pipe();
        template(invoke.name(), pipe == null ? TemplateItem.nil() : pipes.value(dot, pipe));
      }
      case End e -> throw new IllegalStateException("an end in a list");
      case Else e -> throw new IllegalStateException("an else in a list");
    }
    return Flow.ON;
  }

  private void write(String written) {
    scope.allocate(written.length());
    out.append(written);
  }

  private Flow branch(TemplateItem dot, Branch branch) {
    int mark = pipes.mark();
    TemplateItem value = pipes.value(dot, branch.pipe());
    List<TemplateNode> otherwise = branch.otherwise();
    Flow flow = Flow.ON;
    if (value.truth()) {
      flow = walk(branch.with() ? value : dot, branch.then());
    } else if (otherwise != null) {
      flow = walk(dot, otherwise);
    }
    pipes.reset(mark);
    return flow;
  }

  private Flow range(TemplateItem dot, Range range) {
    int outer = pipes.mark();
    TemplateItem over = pipes.value(dot, range.pipe());
    boolean some = over.isNil() ? false : iterate(over, range);
    List<TemplateNode> otherwise = range.otherwise();
    // A break in the else part belongs to this range, too.
    if (!some && otherwise != null) {
      Flow flow = walk(dot, otherwise);
      pipes.reset(outer);
      return flow == Flow.CONTINUE ? flow : Flow.ON;
    }
    pipes.reset(outer);
    return Flow.ON;
  }

  /** Whether there was anything to go through. */
  private boolean iterate(TemplateItem over, Range range) {
    if (over instanceof TemplateItem.Int(BigInteger count, String type)) {
      if (range.pipe().variables().size() > 1) {
        throw pipes.error("can't use " + count + " to iterate over more than one variable");
      }
      for (BigInteger i = BigInteger.ZERO; i.compareTo(count) < 0; i = i.add(BigInteger.ONE)) {
        if (!each(TemplateItem.nil(), new TemplateItem.Int(i, type), range)) {
          break;
        }
      }
      return count.signum() > 0;
    }
    Value value = over.data();
    if (value instanceof ArrayValue array) {
      for (int i = 0; i < array.size(); i++) {
        if (!each(TemplateItem.of(i), TemplateItem.boxed(array.get(i)), range)) {
          break;
        }
      }
      return array.size() > 0;
    }
    if (value instanceof ObjectValue object) {
      for (Value key : object.sortedKeys()) {
        Value entry = Objects.requireNonNull(object.get(key));
        if (!each(TemplateItem.of(key), TemplateItem.boxed(entry), range)) {
          break;
        }
      }
      return object.size() > 0;
    }
    throw pipes.error("range can't iterate over " + text.print(List.of(over)));
  }

  /** One turn; false ends the range. */
  private boolean each(TemplateItem index, TemplateItem element, Range range) {
    scope.step();
    Pipe pipe = range.pipe();
    List<String> names = pipe.variables();
    int mark = pipes.mark();
    if (!names.isEmpty()) {
      pipes.turn(names.getLast(), 1, element, pipe.assign());
    }
    if (names.size() > 1) {
      pipes.turn(names.getFirst(), 2, index, pipe.assign());
    }
    Flow flow = walk(element, range.each());
    pipes.reset(mark);
    return flow != Flow.BREAK;
  }
}
