package io.aleff.htn;

import io.aleff.definition.Reversibility;
import io.aleff.definition.YamlNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads actions: preconditions, effects, numbers and how they are carried out. */
final class ActionReader {

  private static final List<String> KEYS =
      List.of(
          "description",
          "parameters",
          "precondition",
          "effect",
          "cost",
          "duration",
          "reversibility",
          "run",
          "undo");

  private final ConditionReader conditions;
  private final BindingReader bindings;
  private final Findings findings;

  ActionReader(Names names, Sources sources, Findings findings) {
    this.conditions = new ConditionReader(names, sources, findings);
    this.bindings = new BindingReader(findings);
    this.findings = findings;
  }

  @Nullable Action read(String name, YamlNode node) {
    Fields fields = Fields.of(node, "action \"" + name + "\"", KEYS, findings);
    if (fields == null) {
      return null;
    }
    List<Parameter> parameters = conditions.parameters(fields.get("parameters"));
    Scope scope = Scope.of(parameters);
    return new Action(
        name,
        fields.text("description"),
        parameters,
        conditions.condition(fields.get("precondition"), scope),
        conditions.effects(fields.get("effect"), scope),
        fields.has("cost") ? conditions.expression(fields.get("cost"), scope) : Expression.ZERO,
        fields.duration("duration"),
        fields.choice("reversibility", Reversibility.class),
        bindings.read("run", fields.get("run"), scope),
        bindings.read("undo", fields.get("undo"), scope),
        fields.location());
  }
}
