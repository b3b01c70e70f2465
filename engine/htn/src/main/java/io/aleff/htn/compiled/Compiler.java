package io.aleff.htn.compiled;

import io.aleff.htn.Action;
import io.aleff.htn.Domain;
import io.aleff.htn.Expression;
import io.aleff.htn.Fact;
import io.aleff.htn.Formula;
import io.aleff.htn.HtnProblem;
import io.aleff.htn.Method;
import io.aleff.htn.Parameter;
import io.aleff.htn.Task;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns a stated problem into integers. */
public final class Compiler {

  /** Names of the tasks that the compiler adds. */
  private static final String TOP = "__top";

  private static final String GOAL = "__goal";

  private final Domain domain;
  private final HtnProblem stated;
  private final Symbols symbols;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();
  private final List<TaskSchema> tasks = new ArrayList<>();

  private Compiler(Domain domain, HtnProblem stated) throws Unsupported {
    this.domain = domain;
    this.stated = stated;
    this.symbols = new Symbols(domain, stated.state());
  }

  /**
   * @throws Unsupported when the problem has numbers or literals, or a condition explodes
   */
  public static CompiledProblem compile(Domain domain, HtnProblem stated) throws Unsupported {
    return new Compiler(domain, stated).problem();
  }

  private CompiledProblem problem() throws Unsupported {
    declare();
    for (Action action : domain.actions().values()) {
      new ActionCompiler(symbols, tasks)
          .compile(
              number(action.name()),
              action.parameters(),
              action.precondition(),
              action.effects(),
              cost(action.cost()));
    }
    new ActionCompiler(symbols, tasks)
        .compile(number(GOAL), List.of(), stated.goal(), List.of(), 0);
    for (Task task : domain.tasks().values()) {
      int number = number(task.name());
      List<MethodSchema> methods = new ArrayList<>();
      for (Method method : task.methods()) {
        methods.addAll(methods(number, task.parameters(), method, -1));
      }
      tasks.set(number, tasks.get(number).with(methods));
    }
    int top = number(TOP);
    tasks.set(top, tasks.get(top).with(methods(top, List.of(), stated.network(), number(GOAL))));
    return new CompiledProblem(
        symbols.objects, symbols.predicates, symbols.arities, init(), tasks, top);
  }

  private void declare() throws Unsupported {
    declare(TOP, List.of());
    declare(GOAL, List.of());
    for (Task task : domain.tasks().values()) {
      declare(task.name(), task.parameters());
    }
    for (Action action : domain.actions().values()) {
      declare(action.name(), action.parameters());
    }
  }

  private void declare(String name, List<Parameter> parameters) throws Unsupported {
    Symbols.narrow(name, parameters.size());
    numbers.put(name, tasks.size());
    tasks.add(new TaskSchema(name, domains(parameters), name.startsWith("__"), null, List.of()));
  }

  private List<BitSet> domains(List<Parameter> parameters) throws Unsupported {
    List<BitSet> domains = new ArrayList<>();
    for (Parameter parameter : parameters) {
      domains.add(symbols.objectsOf(parameter.type()));
    }
    return domains;
  }

  private int number(String task) throws Unsupported {
    Integer number = numbers.get(task);
    if (number == null) {
      throw new Unsupported("\"" + task + "\" is neither a task nor an action");
    }
    return number;
  }

  private List<MethodSchema> methods(int task, List<Parameter> head, Method method, int last)
      throws Unsupported {
    Map<String, Integer> scope = new HashMap<>();
    List<BitSet> domains = new ArrayList<>(domains(head));
    domains.addAll(domains(method.variables()));
    head.forEach(p -> scope.put(p.name(), scope.size()));
    method.variables().forEach(p -> scope.put(p.name(), scope.size()));
    SubtaskOrder order = new SubtaskOrder(method.subtasks());
    List<Call> calls = new ArrayList<>();
    for (var subtask : order.sorted()) {
      if (!subtask.precondition().equals(Formula.TRUE)) {
        throw new Unsupported("a precondition of a subtask");
      }
      calls.add(
          new Call(
              number(subtask.task()),
              symbols.terms(subtask.arguments(), scope),
              method.subtasks().indexOf(subtask)));
    }
    List<BitSet> before = order.before();
    if (last >= 0 && !stated.goal().equals(Formula.TRUE)) {
      BitSet all = new BitSet();
      all.set(0, calls.size());
      before.add(all);
      calls.add(new Call(last, List.of(), -1));
    }
    List<MethodSchema> split = new ArrayList<>();
    for (Conjunction disjunct :
        new Normaliser(symbols, domains).split(method.precondition(), scope)) {
      MethodShape shape = new MethodShape(head.size(), domains, disjunct, calls, tasks);
      if (shape.isPossible()) {
        split.add(
            new MethodSchema(
                method.name(),
                task,
                shape.query(),
                shape.query(),
                shape.calls(),
                before,
                cost(method.cost())));
      }
    }
    return split;
  }

  private static long cost(Expression cost) throws Unsupported {
    if (cost instanceof Expression.Literal literal) {
      try {
        return literal.value().multiply(BigDecimal.valueOf(1000)).longValueExact();
      } catch (ArithmeticException e) {
        throw new Unsupported("a cost with more than three decimals");
      }
    }
    throw new Unsupported("a cost that depends on the state: " + cost);
  }

  private List<List<int[]>> init() throws Unsupported {
    List<List<int[]>> init = new ArrayList<>();
    symbols.predicates.forEach(p -> init.add(new ArrayList<>()));
    for (Fact fact : stated.state().facts()) {
      int[] tuple = new int[fact.arguments().size()];
      for (int i = 0; i < tuple.length; i++) {
        tuple[i] = symbols.object(fact.arguments().get(i));
      }
      init.get(symbols.predicate(fact.predicate())).add(tuple);
    }
    return init;
  }
}
