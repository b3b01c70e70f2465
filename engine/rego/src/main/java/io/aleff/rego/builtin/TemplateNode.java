package io.aleff.rego.builtin;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A parsed template. Operands print as they are named in errors. */
sealed interface TemplateNode {

  /** Text that is written as it is. */
  record Text(String text) implements TemplateNode {}

  record Action(Pipe pipe) implements TemplateNode {}

  /** What {@code if} and {@code with} do. */
  record Branch(
      boolean with, Pipe pipe, List<TemplateNode> then, @Nullable List<TemplateNode> otherwise)
      implements TemplateNode {}

  record Range(Pipe pipe, List<TemplateNode> each, @Nullable List<TemplateNode> otherwise)
      implements TemplateNode {}

  record Break() implements TemplateNode {}

  record Continue() implements TemplateNode {}

  record Invoke(int at, String name, String shown, @Nullable Pipe pipe) implements TemplateNode {}

  /** The end of a list; never in a tree. */
  record End() implements TemplateNode {}

  /** The end of a list; never in a tree. */
  record Else() implements TemplateNode {}

  /** Something with a value. */
  sealed interface Operand {
    int at();

    String shown();
  }

  record Pipe(int at, List<String> variables, boolean assign, List<Command> commands)
      implements Operand {
    @Override
    public String shown() {
      String names =
          variables.isEmpty() ? "" : String.join(", ", variables) + (assign ? " = " : " := ");
      return names + commands.stream().map(Command::shown).collect(Collectors.joining(" | "));
    }
  }

  record Command(int at, List<Operand> words) {
    String shown() {
      return words.stream()
          .map(w -> w instanceof Pipe ? "(" + w.shown() + ")" : w.shown())
          .collect(Collectors.joining(" "));
    }
  }

  record Dot(int at) implements Operand {
    @Override
    public String shown() {
      return ".";
    }
  }

  record Nil(int at) implements Operand {
    @Override
    public String shown() {
      return "nil";
    }
  }

  /** A boolean, a number or a string, with the text it was written with. */
  record Literal(int at, TemplateItem item, String shown) implements Operand {}

  record Function(int at, String name) implements Operand {
    @Override
    public String shown() {
      return name;
    }
  }

  record Field(int at, List<String> names) implements Operand {
    @Override
    public String shown() {
      return "." + String.join(".", names);
    }
  }

  /** A variable, and the fields in it. */
  record Variable(int at, String name, List<String> names) implements Operand {
    @Override
    public String shown() {
      return names.isEmpty() ? name : name + "." + String.join(".", names);
    }
  }

  /** Fields of what an operand gives. */
  record Chain(int at, Operand of, List<String> names) implements Operand {
    @Override
    public String shown() {
      String inner = of instanceof Pipe ? "(" + of.shown() + ")" : of.shown();
      return inner + "." + String.join(".", names);
    }
  }
}
