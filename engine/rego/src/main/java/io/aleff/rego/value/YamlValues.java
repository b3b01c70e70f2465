package io.aleff.rego.value;

import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ParserException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.AnchorNode;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.FailsafeSchema;
import org.snakeyaml.engine.v2.schema.Schema;

/**
 * Reads YAML as OPA does, which is YAML 1.1: {@code yes} is true, {@code 0x1F} a number, {@code <<}
 * takes over what an anchor names. Of several documents the first counts.
 */
public final class YamlValues {

  /** As deep as a JSON document may be. */
  private static final int DEEPEST = 500;

  /** Anchors make documents of few bytes that are larger than any memory when written out. */
  private static final long SMALL = 100_000;

  /** How many values one character may give in larger documents. */
  private static final long VALUES_OF_A_CHARACTER = 10;

  private static final Tag PLAIN = new Tag("plain");
  private static final LoadSettings SETTINGS =
      LoadSettings.builder()
          .setSchema(schema())
          .setAllowDuplicateKeys(true)
          .setAllowRecursiveKeys(true)
          .setMaxAliasesForCollections(Integer.MAX_VALUE)
          .setCodePointLimit(Integer.MAX_VALUE)
          .build();

  private final IdentityHashMap<Node, Value> known = new IdentityHashMap<>();
  private final Set<Node> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private YamlValues() {}

  /** A text that is no YAML, or YAML that is no JSON. */
  public static final class Problem extends Exception {
    private static final long serialVersionUID = 1L;

    private final int line;

    Problem(String message, int line) {
      super(message, null, false, false);
      this.line = line;
    }

    /** What is wrong, in the words of the library that OPA uses. */
    public String text() {
      String message = getMessage();
      return message == null ? "" : message;
    }

    /** From 1. */
    public int line() {
      return Math.max(line, 1);
    }
  }

  private static Schema schema() {
    FailsafeSchema base = new FailsafeSchema();
    return new Schema() {
      @Override
      public org.snakeyaml.engine.v2.resolver.ScalarResolver getScalarResolver() {
        return (text, implicit) -> Boolean.TRUE.equals(implicit) ? PLAIN : Tag.STR;
      }

      @Override
      public Map<Tag, org.snakeyaml.engine.v2.api.ConstructNode> getSchemaTagConstructors() {
        return base.getSchemaTagConstructors();
      }
    };
  }

  public static Value read(String text) throws Problem {
    try {
      java.util.Iterator<Node> documents =
          new Compose(SETTINGS).composeAllFromString(text).iterator();
      if (!documents.hasNext()) {
        return NullValue.NULL;
      }
      Value value = new YamlValues().value(documents.next(), 0);
      if (value.weight() > Math.max(SMALL, VALUES_OF_A_CHARACTER * text.length())) {
        throw new Problem("yaml: document contains excessive aliasing", 1);
      }
      return value;
    } catch (MarkedYamlEngineException e) {
      throw problem(e);
    } catch (YamlEngineException e) {
      throw new Problem("yaml: " + e.getMessage(), 1);
    } catch (StackOverflowError e) {
      throw new Problem("yaml: nested too deeply", 1);
    }
  }

  /** The line is left out where that library does not say one. */
  private static Problem problem(MarkedYamlEngineException e) {
    boolean parsing = e instanceof ParserException;
    int at = e.getProblemMark().map(parsing ? YamlValues::line : Mark::getLine).orElse(0);
    int around = e.getContextMark().map(Mark::getLine).orElse(0);
    int said = parsing ? (at > 0 ? at : around) : at > 0 ? at + 1 : around;
    String problem = worded(Optional.ofNullable(e.getProblem()).orElse("is no YAML").strip());
    return new Problem("yaml: " + (said > 0 ? "line " + said + ": " : "") + problem, at + 1);
  }

  /** From 0; the end of a text counts as a line of its own. */
  private static int line(Mark mark) {
    boolean end = mark.getPointer() >= mark.getBuffer().length && mark.getColumn() > 0;
    return mark.getLine() + (end ? 1 : 0);
  }

  private static String worded(String problem) {
    if (problem.startsWith("mapping values are not allowed")) {
      return "mapping values are not allowed in this context";
    }
    if (problem.startsWith("sequence entries are not allowed")) {
      return "block sequence entries are not allowed in this context";
    }
    if (problem.contains("that cannot start any token")) {
      return "found character that cannot start any token";
    }
    if (problem.startsWith("found undefined alias ")) {
      return "unknown anchor '"
          + problem.substring("found undefined alias ".length())
          + "' referenced";
    }
    int expected = problem.indexOf("expected ");
    int but = problem.indexOf(", but", Math.max(expected, 0));
    return expected < 0 || but < 0
        ? problem
        : "did not find expected " + problem.substring(expected + "expected ".length(), but);
  }

  private static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(1);
  }

  private Value value(Node given, int depth) throws Problem {
    Node node = given instanceof AnchorNode anchor ? anchor.getRealNode() : given;
    Value before = known.get(node);
    if (before != null) {
      return before;
    }
    if (depth > DEEPEST) {
      throw new Problem("yaml: nested too deeply", line(node));
    }
    if (!open.add(node)) {
      throw new Problem(
          "yaml: anchor '"
              + node.getAnchor().map(Object::toString).orElse("")
              + "' value contains itself",
          line(node));
    }
    Value value =
        switch (node) {
          case ScalarNode scalar -> scalar(scalar);
          case SequenceNode sequence -> {
            java.util.List<Value> out = new java.util.ArrayList<>();
            for (Node item : sequence.getValue()) {
              out.add(value(item, depth + 1));
            }
            yield ArrayValue.of(out);
          }
          case MappingNode mapping -> mapping(mapping, depth);
          default -> throw new Problem("yaml: unknown node", line(node));
        };
    open.remove(node);
    known.put(node, value);
    return value;
  }

  private ObjectValue mapping(MappingNode mapping, int depth) throws Problem {
    Map<Value, Value> merged = new HashMap<>();
    Map<Value, Value> own = new HashMap<>();
    for (NodeTuple entry : mapping.getValue()) {
      Node key = entry.getKeyNode();
      Value value = value(entry.getValueNode(), depth + 1);
      if (key instanceof ScalarNode scalar
          && scalar.getTag().equals(PLAIN)
          && scalar.getValue().equals("<<")) {
        merge(value, merged, line(key));
      } else {
        own.put(key(value(key, depth + 1), line(key)), value);
      }
    }
    merged.putAll(own);
    return ObjectValue.of(merged);
  }

  private static void merge(Value value, Map<Value, Value> into, int line) throws Problem {
    switch (value) {
      case ObjectValue object -> object.entries().forEach(into::putIfAbsent);
      case ArrayValue all -> {
        for (Value one : all.elements()) {
          if (!(one instanceof ObjectValue object)) {
            throw noMerge(line);
          }
          object.entries().forEach(into::putIfAbsent);
        }
      }
      default -> throw noMerge(line);
    }
  }

  private static Problem noMerge(int line) {
    return new Problem("yaml: map merge requires map or sequence of maps as the value", line);
  }

  private static StringValue key(Value key, int line) throws Problem {
    return switch (key) {
      case StringValue s -> s;
      case NumberValue n -> StringValue.of(n.toString());
      case BoolValue b -> StringValue.of(b.toString());
      case NullValue n -> throw new Problem("unsupported map key: null", line);
      case ArrayValue a -> throw new Problem("yaml: invalid map key: " + a, line);
      case ObjectValue o -> throw new Problem("yaml: invalid map key: " + o, line);
      case SetValue s -> throw new Problem("yaml: invalid map key: " + s, line);
    };
  }

  private static Value scalar(ScalarNode scalar) throws Problem {
    String tag = scalar.getTag().getValue();
    String text = scalar.getValue();
    String prefix = Tag.PREFIX;
    if (scalar.getTag().equals(PLAIN)) {
      return YamlWords.plain(text, line(scalar));
    }
    return switch (tag.startsWith(prefix) ? tag.substring(prefix.length()) : "") {
      case "int", "float", "bool", "null" -> {
        Value value = YamlWords.plain(text, line(scalar));
        String kind = tag.substring(prefix.length());
        if (!fits(value, kind)) {
          throw new Problem(
              "yaml: cannot decode !!str `" + text + "` as a !!" + kind, line(scalar));
        }
        yield value;
      }
      case "binary" -> StringValue.of(decoded(text, line(scalar)));
      default -> StringValue.of(text);
    };
  }

  private static boolean fits(@Nullable Value value, String kind) {
    return switch (kind) {
      case "bool" -> value instanceof BoolValue;
      case "null" -> value instanceof NullValue;
      default -> value instanceof NumberValue;
    };
  }

  private static String decoded(String text, int line) throws Problem {
    try {
      byte[] bytes = java.util.Base64.getMimeDecoder().decode(text);
      return new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new Problem("yaml: !!binary value contains invalid base64 data", line);
    }
  }
}
