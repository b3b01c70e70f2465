package io.aleff.htn;

import java.util.List;

/**
 * A change of the world state. All effects of an action see the state before it; deletes come
 * before adds.
 */
public sealed interface Effect {

  /** The fact holds afterwards. */
  record Add(Formula.Atom atom) implements Effect {}

  /** The fact no longer holds afterwards. */
  record Delete(Formula.Atom atom) implements Effect {}

  /** The effects happen only if the condition holds before the action. */
  record Conditional(Formula condition, List<Effect> effects) implements Effect {}

  /** The effects happen for each choice of objects of the variables' types. */
  record ForAll(List<Parameter> variables, List<Effect> effects) implements Effect {}

  /** A numeric fluent changes; an undefined one counts as 0 when it is increased or decreased. */
  record Numeric(Change change, Expression.Fluent fluent, Expression value) implements Effect {}

  /** How a numeric fluent changes. */
  enum Change {
    ASSIGN,
    INCREASE,
    DECREASE
  }
}
