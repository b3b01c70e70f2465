package io.aleff.runtime.engine;

import io.aleff.runtime.expression.ExpressionEvaluator;
import io.aleff.runtime.expression.ModelExpression;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.Expression;
import org.jspecify.annotations.Nullable;

/**
 * An expression of a process model, evaluated by Aleff and not by a general expression language.
 */
final class RestrictedExpression implements Expression {

  private static final long serialVersionUID = 1L;

  private final String text;
  private final transient ModelExpression expression;
  private final transient EngineFunctions functions;

  RestrictedExpression(String text, ModelExpression expression, EngineFunctions functions) {
    this.text = text;
    this.expression = expression;
    this.functions = functions;
  }

  @Override
  public @Nullable Object getValue(VariableScope variables) {
    Scope scope = new Scope(variables);
    ExpressionEvaluator evaluator =
        new ExpressionEvaluator(
            scope::get, (name, arguments) -> functions.call(name, scope, arguments));
    try {
      return evaluator.evaluate(expression);
    } catch (IllegalArgumentException e) {
      throw new ProcessEngineException("Expression " + text + ": " + e.getMessage(), e);
    }
  }

  @Override
  public @Nullable Object getValue(VariableScope variables, BaseDelegateExecution context) {
    return getValue(variables);
  }

  @Override
  public void setValue(Object value, VariableScope variables) {
    throw new ProcessEngineException("Expressions cannot assign: " + text);
  }

  @Override
  public void setValue(Object value, VariableScope variables, BaseDelegateExecution context) {
    setValue(value, variables);
  }

  @Override
  public String getExpressionText() {
    return text;
  }

  @Override
  public boolean isLiteralText() {
    return expression instanceof ModelExpression.Text;
  }

  private record Scope(@Nullable VariableScope variables) implements EngineFunctions.Scope {

    @Override
    public @Nullable Object get(String variable) {
      return variables == null ? null : variables.getVariable(variable);
    }

    @Override
    public void set(String variable, @Nullable Object value) {
      if (variables == null) {
        throw new IllegalStateException("There are no variables here.");
      }
      variables.setVariable(variable, value);
    }

    @Override
    public String process() {
      if (variables instanceof DelegateExecution execution) {
        return execution.getProcessInstanceId();
      }
      throw new IllegalStateException("There is no process here.");
    }
  }
}
