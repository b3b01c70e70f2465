package io.aleff.runtime.release;

import io.aleff.definition.Definition;
import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import io.aleff.definition.Suggestions;
import io.aleff.definition.YamlNode;
import io.aleff.definition.YamlNode.MappingNode;
import io.aleff.definition.YamlNode.ScalarNode;
import io.aleff.htn.Domain;
import io.aleff.htn.Fact;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code files/*.yaml}.
 *
 * <p>Codes besides YAML and SCHEMA ones: {@code FILES-001} this is no fact, {@code FILES-002} no
 * predicate or function of that name, {@code FILES-003} a wrong number of arguments.
 */
final class FileFactsReader {

  private static final Pattern FACT = Pattern.compile("\\s*([\\w-]+)\\s*\\(([^()]*)\\)\\s*");
  private static final Pattern WORD = Pattern.compile("[\\w.-]+");

  private final @Nullable Domain domain;
  private final List<Diagnostic> found;
  private final List<FileFacts.Rule> rules = new ArrayList<>();
  private final Map<String, FileFacts.Unit> numbers = new LinkedHashMap<>();

  private FileFactsReader(@Nullable Domain domain, List<Diagnostic> found) {
    this.domain = domain;
    this.found = found;
  }

  /**
   * @param domain null when the task networks have errors; then names are not checked
   * @param found where findings go
   */
  static FileFacts read(List<SourceText> sources, @Nullable Domain domain, List<Diagnostic> found) {
    FileFactsReader reader = new FileFactsReader(domain, found);
    for (SourceText source : sources) {
      Definition definition = Definition.read(source, "file-facts");
      found.addAll(definition.diagnostics());
      if (definition.root() != null) {
        reader.read(definition.root());
      }
    }
    return new FileFacts(reader.rules, reader.numbers);
  }

  private void read(MappingNode root) {
    for (YamlNode item : root.items("facts")) {
      if (item instanceof MappingNode rule) {
        List<Fact> holds = new ArrayList<>();
        for (YamlNode line : rule.items("holds")) {
          Fact fact = line instanceof ScalarNode text ? fact(text) : null;
          if (fact != null) {
            holds.add(fact);
          }
        }
        rules.add(new FileFacts.Rule(glob(rule.text("name", "")), List.copyOf(holds)));
      }
    }
    MappingNode sizes = root.mapping("numbers");
    if (sizes != null) {
      sizes.keys().forEach(name -> number(sizes, name));
    }
  }

  private @Nullable Fact fact(ScalarNode text) {
    Matcher matcher = FACT.matcher(text.text());
    List<String> arguments =
        matcher.matches()
            ? Arrays.stream(matcher.group(2).split(",", -1)).map(String::strip).toList()
            : List.of();
    boolean good =
        arguments.contains(FileFacts.FILE)
            && arguments.stream().allMatch(one -> WORD.matcher(one).matches());
    if (!good) {
      found.add(
          Diagnostic.error(
                  "FILES-001", text.location(), "\"" + text.text() + "\" says nothing about file.")
              .expecting("a predicate with file among its arguments, such as format(file, csv)"));
      return null;
    }
    String predicate = matcher.group(1);
    if (domain != null) {
      signature("predicate", predicate, arguments.size(), domain.predicates(), text.location());
    }
    return new Fact(predicate, arguments);
  }

  private void number(MappingNode sizes, String name) {
    String unit = sizes.text(name, "bytes").toUpperCase(Locale.ROOT);
    numbers.put(name, FileFacts.Unit.valueOf(unit));
    if (domain != null) {
      signature("function", name, 1, domain.functions(), sizes.keyLocation(name));
    }
  }

  private void signature(
      String kind, String name, int arguments, Map<String, List<String>> all, SourceLocation at) {
    List<String> types = all.get(name);
    if (types == null) {
      found.add(
          Diagnostic.error("FILES-002", at, "There is no " + kind + " \"" + name + "\".")
              .expecting("a " + kind + " of a task network")
              .maybe(Suggestions.nearest(name, all.keySet())));
    } else if (types.size() != arguments) {
      found.add(
          Diagnostic.error(
                  "FILES-003",
                  at,
                  "\"%s\" takes %d arguments, not %d.".formatted(name, types.size(), arguments))
              .expecting(name + "(" + String.join(", ", types) + ")"));
    }
  }

  private static Pattern glob(String name) {
    String regex =
        name.toLowerCase(Locale.ROOT)
            .codePoints()
            .mapToObj(
                c ->
                    switch (c) {
                      case '*' -> ".*";
                      case '?' -> ".";
                      default -> Pattern.quote(Character.toString(c));
                    })
            .collect(Collectors.joining());
    return Pattern.compile(regex, Pattern.DOTALL);
  }
}
