package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads task networks ({@code kind: TaskNetwork}). Several files make one domain: they see each
 * other's declarations, and may repeat a type, predicate or function as long as they agree.
 */
public final class TaskNetworks {

  private static final List<String> KEYS =
      List.of(
          "$schema",
          "apiVersion",
          "kind",
          "name",
          "description",
          "types",
          "constants",
          "predicates",
          "functions",
          "tasks",
          "actions");

  private final List<SourceText> texts;
  private final Findings findings = new Findings();
  private final Names names = new Names();
  private final Sources sources;

  private TaskNetworks(List<SourceText> texts) {
    this.texts = texts;
    this.sources = new Sources(texts);
  }

  /**
   * @param domain null when any diagnostic is an error
   * @param diagnostics all findings, by place
   * @param declared where the predicates are declared
   */
  public record Reading(
      @Nullable Domain domain, List<Diagnostic> diagnostics, Map<String, SourceLocation> declared) {
    public Reading {
      diagnostics = List.copyOf(diagnostics);
      declared = Map.copyOf(declared);
    }
  }

  /** Never throws for what the texts contain. */
  public static Reading read(List<SourceText> texts) {
    return new TaskNetworks(texts).read();
  }

  private Reading read() {
    List<Fields> networks = new ArrayList<>();
    for (SourceText text : texts) {
      YamlReader.Result yaml = YamlReader.read(text);
      yaml.diagnostics().forEach(findings::add);
      Fields fields = Fields.of(yaml.readable(), "a task network", KEYS, findings);
      if (fields != null && header(fields)) {
        networks.add(fields);
      }
    }
    DeclarationReader declarations = new DeclarationReader(names, findings);
    declarations.read(networks);
    Map<String, SourceLocation> declared = declarations.predicatePlaces();
    Map<String, Task> tasks = new LinkedHashMap<>();
    Map<String, Action> actions = new LinkedHashMap<>();
    networks.forEach(network -> define(network, tasks, actions));
    Domain domain =
        new Domain(
            name(networks),
            names.types(),
            names.constants,
            names.predicates,
            names.functions,
            tasks,
            actions);
    if (!findings.broken()) {
      new DomainLint(domain, declared, findings).check();
    }
    return new Reading(findings.broken() ? null : domain, findings.inOrder(), declared);
  }

  private void define(Fields network, Map<String, Task> tasks, Map<String, Action> actions) {
    TaskReader taskReader = new TaskReader(names, sources, findings);
    ActionReader actionReader = new ActionReader(names, sources, findings);
    for (Map.Entry<String, YamlNode> entry : network.named("tasks").entrySet()) {
      Task task = taskReader.read(entry.getKey(), entry.getValue());
      if (task != null) {
        tasks.putIfAbsent(entry.getKey(), task);
      }
    }
    for (Map.Entry<String, YamlNode> entry : network.named("actions").entrySet()) {
      Action action = actionReader.read(entry.getKey(), entry.getValue());
      if (action != null) {
        actions.putIfAbsent(entry.getKey(), action);
      }
    }
  }

  private boolean header(Fields fields) {
    require(fields, "apiVersion", "aleff/v1");
    require(fields, "kind", "TaskNetwork");
    if (!fields.has("name")) {
      findings.error("HTN-024", fields.location(), "The task network has no name.");
    }
    return true;
  }

  private void require(Fields fields, String key, String wanted) {
    String found = fields.text(key);
    if (!wanted.equals(found)) {
      YamlNode value = fields.get(key);
      findings.add(
          Diagnostic.error(
                  "HTN-024",
                  value == null ? fields.location() : value.location(),
                  found == null
                      ? "There is no " + key + "."
                      : "\"" + found + "\" is no " + key + ".")
              .expecting(key + ": " + wanted));
    }
  }

  private static String name(List<Fields> networks) {
    String name = networks.isEmpty() ? null : networks.getFirst().text("name");
    return name == null ? "unnamed" : name;
  }
}
