package io.aleff.runtime.engine;

import io.aleff.runtime.expression.ExpressionParser;
import io.aleff.runtime.expression.ExpressionParser.Parsed;
import java.lang.reflect.Method;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.impl.el.ExpressionManager;

/** Replaces the engine's expression language altogether. */
final class RestrictedExpressions implements ExpressionManager {

  private final EngineFunctions functions;

  RestrictedExpressions(EngineFunctions functions) {
    this.functions = functions;
  }

  @Override
  public Expression createExpression(String text) {
    return switch (ExpressionParser.parse(text)) {
      case Parsed.Valid valid -> new RestrictedExpression(text, valid.expression(), functions);
      case Parsed.Invalid invalid ->
          throw new ProcessEngineException(
              "Expression refused: " + invalid.message() + "; expected " + invalid.expected());
    };
  }

  /** The engine offers its own functions here; none of them becomes reachable. */
  @Override
  public void addFunction(String name, Method function) {
    // Only the functions of the allow-list exist.
  }
}
