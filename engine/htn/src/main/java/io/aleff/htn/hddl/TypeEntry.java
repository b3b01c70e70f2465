package io.aleff.htn.hddl;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.htn.Types;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Declares types: each has one parent, and no type is its own ancestor. */
record TypeEntry(TypedList.Entry entry, Map<String, SourceLocation> declared) {

  void declare(Vocabulary words) {
    String name = Vocabulary.typeName(entry.name().text());
    SourceLocation at = entry.name().at();
    if (entry.types().size() > 1) {
      words.findings.add(
          Diagnostic.error("HDDL-018", at, "The type \"" + name + "\" has more than one parent.")
              .expecting("one type above it"));
      return;
    }
    if (entry.name().is(Types.OBJECT)) {
      return;
    }
    String parent =
        entry.types().isEmpty() || entry.types().getFirst().is(Types.OBJECT)
            ? Types.OBJECT
            : Vocabulary.typeName(entry.types().getFirst().text());
    SourceLocation first = declared.putIfAbsent(name, at);
    if (first != null && !parent.equals(words.parents.get(name))) {
      words.findings.error(
          "HDDL-004",
          at,
          "The type \""
              + name
              + "\" is declared twice with different parents, first at "
              + first
              + ".");
      return;
    }
    words.parents.put(name, parent);
  }

  /** After all types are known: declares the parents that only were mentioned, finds circles. */
  static void close(Vocabulary words, Map<String, SourceLocation> declared) {
    Map<String, String> mentioned = new LinkedHashMap<>();
    words.parents.forEach(
        (name, parent) -> {
          if (!parent.equals(Types.OBJECT) && !words.parents.containsKey(parent)) {
            mentioned.put(parent, Types.OBJECT);
          }
        });
    words.parents.putAll(mentioned);
    Set<String> circular = new LinkedHashSet<>();
    for (String name : words.parents.keySet()) {
      Set<String> seen = new LinkedHashSet<>();
      String here = name;
      while (!here.equals(Types.OBJECT) && seen.add(here)) {
        here = words.parents.getOrDefault(here, Types.OBJECT);
      }
      if (here.equals(name)) {
        circular.add(name);
        words.findings.error(
            "HDDL-019",
            declared.getOrDefault(name, new SourceLocation("", 1, 1)),
            "The type \""
                + name
                + "\" is its own ancestor: "
                + String.join(" → ", seen)
                + " → "
                + name
                + ".");
      }
    }
    circular.forEach(name -> words.parents.put(name, Types.OBJECT));
    words.closeTypes();
  }
}
