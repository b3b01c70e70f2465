package io.aleff.rego.compile;

import io.aleff.definition.Diagnostic;
import io.aleff.rego.eval.RuleSet;
import io.aleff.rego.types.Type;
import io.aleff.rego.types.TypeTree;
import io.aleff.rego.types.Types;
import io.aleff.rego.value.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The types of all rules, found as OPA's type checker does: those first on which others depend. A
 * rule with an error may have any type, so that it is reported once.
 */
final class RuleTypes {

  private final TypeTree tree = new TypeTree();
  private final Map<RuleSet, List<Value>> places;
  private final DocumentTypes documents;
  private final List<Diagnostic> errors;

  /**
   * @param places where functions stand in the tree
   * @param documents what is known of input and data
   */
  RuleTypes(Map<RuleSet, List<Value>> places, DocumentTypes documents, List<Diagnostic> errors) {
    this.documents = documents;
    this.places = Map.copyOf(places);
    this.errors = errors;
  }

  /** Checks one branch of a rule and adds its type. */
  void rule(TypedRule rule) {
    if (rule.broken()) {
      tree.spoil(rule.path());
      return;
    }
    int before = errors.size();
    TypeEnv env = new TypeEnv(tree, places, documents.of(rule, tree, errors));
    BodyTypes types = new BodyTypes(env, errors);
    BitSet bound = (BitSet) rule.bound().clone();
    types.body(rule.body(), bound);
    types.terms(rule.keys(), bound);
    types.term(rule.head(), bound);
    if (errors.size() > before) {
      tree.spoil(rule.path());
      return;
    }
    Type type = type(rule, env);
    if (type != null) {
      tree.insert(rule.path(), type);
    }
  }

  private static @Nullable Type type(TypedRule rule, TypeEnv env) {
    if (rule.params() != null) {
      Mentions.of(rule.params()).names().values().stream()
          .filter(slot -> env.slot(slot) == null)
          .forEach(slot -> env.bind(slot, Type.ANY));
      return Types.function(new ArrayList<>(env.all(rule.params())), env.of(rule.head()));
    }
    Type head = env.of(rule.head());
    if (rule.member()) {
      return head == null || !rule.keys().isEmpty() ? null : Types.set(head);
    }
    Type type = head;
    for (Ir.Term key : rule.keys().reversed()) {
      Type keys = env.of(key);
      type = type == null || keys == null ? null : Types.object(keys, type);
    }
    return type;
  }

  /** Checks a query. */
  void query(List<Ir.Stmt> body, List<Diagnostic> found) {
    new BodyTypes(new TypeEnv(tree, places, documents.everywhere()), found)
        .body(body, new BitSet());
  }
}
