package io.aleff.htn;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.MappingNode;
import io.aleff.definition.YamlNode.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The first pass over all files: types, constants, signatures; finds names declared twice. */
final class DeclarationReader {

  private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{N}\\p{M}_.-]*");
  private static final Set<String> RESERVED =
      Set.of("and", "or", "not", "implies", "forall", "exists", "true");

  private final Names names;
  private final Findings findings;
  private final Map<String, SourceLocation> places = new HashMap<>();

  DeclarationReader(Names names, Findings findings) {
    this.names = names;
    this.findings = findings;
  }

  void read(List<Fields> networks) {
    networks.forEach(this::types);
    checkTypes();
    for (Fields network : networks) {
      network.named("constants").forEach((name, node) -> constant(network, name, node));
      network
          .named("predicates")
          .forEach((name, node) -> signature("predicate", name, node, names.predicates));
      network
          .named("functions")
          .forEach((name, node) -> signature("function", name, node, names.functions));
    }
    for (Fields network : networks) {
      network.named("tasks").forEach((name, node) -> parameters("task", name, node, names.tasks));
      network
          .named("actions")
          .forEach((name, node) -> parameters("action", name, node, names.actions));
    }
  }

  private void types(Fields network) {
    network
        .named("types")
        .forEach(
            (name, node) -> {
              String parent = name(node, "a type");
              if (Types.BUILT_IN.contains(name)) {
                findings.error(
                    "HTN-020", node.location(), "The type \"" + name + "\" is built in.");
              } else if (parent != null && !parent.equals(names.parents.get(name))) {
                once("type", name, node);
                names.parents.put(name, parent);
              }
            });
  }

  private void checkTypes() {
    names.parents.forEach(
        (name, parent) -> {
          SourceLocation place = place("type", name);
          if (!names.types().exists(parent)) {
            findings.unknown("HTN-017", place, "type", parent, names.typeNames());
          } else if (Types.isLiteral(parent)) {
            findings.error(
                "HTN-020",
                place,
                "A type cannot extend " + parent + ", whose values are literals.");
          }
        });
    Set<String> cyclic = new LinkedHashSet<>();
    for (String name : names.parents.keySet()) {
      Set<String> seen = new LinkedHashSet<>();
      String here = name;
      while (here != null && seen.add(here)) {
        here = names.parents.get(here);
      }
      if (here != null) {
        findings.error(
            "HTN-021",
            place("type", name),
            "The type \""
                + name
                + "\" is its own ancestor: "
                + String.join(" → ", seen)
                + " → "
                + here
                + ".");
        cyclic.add(name);
      }
    }
    cyclic.forEach(name -> names.parents.put(name, Types.OBJECT));
  }

  private void constant(Fields network, String name, YamlNode node) {
    String type = name(node, "a type");
    if (type != null && knownType(type, node) && once("constant", name, node)) {
      if (Types.isLiteral(type)) {
        findings.error(
            "HTN-020",
            network.key("constants"),
            "The constant \""
                + name
                + "\" cannot be of type "
                + type
                + ", whose values are literals.");
      }
      names.constants.put(name, type);
    }
  }

  private boolean knownType(String type, YamlNode node) {
    if (!names.types().exists(type)) {
      findings.unknown("HTN-017", node.location(), "type", type, names.typeNames());
      return false;
    }
    return true;
  }

  private void signature(String kind, String name, YamlNode node, Map<String, List<String>> into) {
    List<String> types = new ArrayList<>();
    List<YamlNode> items =
        node instanceof YamlNode.SequenceNode sequence ? sequence.items() : List.of(node);
    for (YamlNode item : items) {
      String type = Fields.isNothing(item) ? null : name(item, "a type");
      if (type != null && knownType(type, item)) {
        types.add(type);
      }
    }
    Map<String, List<String>> other = kind.equals("predicate") ? names.functions : names.predicates;
    if (types.equals(into.get(name))) {
      return;
    }
    if (named(kind, name, node) && once(kind, name, node)) {
      if (other.containsKey(name)) {
        findings.error(
            "HTN-004", node.location(), "\"" + name + "\" is both a predicate and a function.");
      }
      into.put(name, types);
    }
  }

  private void parameters(
      String kind, String name, YamlNode node, Map<String, List<Parameter>> into) {
    List<Parameter> parameters = new ArrayList<>();
    if (node instanceof MappingNode mapping
        && mapping.get("parameters") instanceof MappingNode declared) {
      declared
          .entries()
          .forEach(
              (parameter, entry) -> {
                if (entry.value() instanceof ScalarNode type) {
                  parameters.add(new Parameter(parameter, type.text()));
                }
              });
    }
    boolean both = kind.equals("action") && names.tasks.containsKey(name);
    if (both) {
      findings.error("HTN-004", node.location(), "\"" + name + "\" is both a task and an action.");
    } else if (named(kind, name, node) && once(kind, name, node)) {
      into.put(name, parameters);
    }
  }

  static boolean isName(String name) {
    return NAME.matcher(name).matches() && !RESERVED.contains(name);
  }

  private boolean named(String kind, String name, YamlNode node) {
    if (isName(name)) {
      return true;
    }
    findings.add(
        Diagnostic.error(
                "HTN-008",
                node.location(),
                "\"" + name + "\" cannot be the name of a " + kind + ".")
            .expecting(
                "a letter, then letters, digits, dashes, dots or underscores; not a word of the language"));
    return false;
  }

  private boolean once(String kind, String name, YamlNode node) {
    SourceLocation first = places.putIfAbsent(kind + " " + name, node.location());
    if (first == null || first.equals(node.location())) {
      return true;
    }
    findings.error(
        "HTN-004",
        node.location(),
        "The " + kind + " \"" + name + "\" is declared twice, first at " + first + ".");
    return false;
  }

  private SourceLocation place(String kind, String name) {
    return places.getOrDefault(kind + " " + name, new SourceLocation("", 1, 1));
  }

  private @Nullable String name(YamlNode node, String what) {
    if (node instanceof ScalarNode scalar && !scalar.value().isNull()) {
      return scalar.text();
    }
    Fields.wrongShape(node, "The value", what, findings);
    return null;
  }

  /** Where predicates are declared, for lint. */
  Map<String, SourceLocation> predicatePlaces() {
    Map<String, SourceLocation> found = new LinkedHashMap<>();
    names.predicates.keySet().forEach(name -> found.put(name, place("predicate", name)));
    return found;
  }
}
