package io.aleff.definition;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import tools.jackson.databind.JsonNode;

/** Builds the tree from the parser's events, without recursion and within the limits. */
final class YamlTreeBuilder {

  private static final String CORE = "tag:yaml.org,2002:";
  private static final Set<String> MAPPING_TAGS = Set.of("!", CORE + "map");
  private static final Set<String> SEQUENCE_TAGS = Set.of("!", CORE + "seq");
  private static final Set<String> STRING_TAGS = Set.of("!", CORE + "str");
  private static final Set<String> TYPED_TAGS =
      Set.of(CORE + "int", CORE + "float", CORE + "bool", CORE + "null");

  private final YamlPlaces places;
  private final YamlLimits limits;
  private final List<Diagnostic> diagnostics = new ArrayList<>();
  private final Deque<Frame> open = new ArrayDeque<>();
  private final Map<String, Anchored> anchors = new HashMap<>();
  private @Nullable YamlNode root;
  private int documents;
  private int aliases;
  private int nodes;

  YamlTreeBuilder(YamlPlaces places, YamlLimits limits) {
    this.places = places;
    this.limits = limits;
  }

  /** A finished value, how many values it is when written out, and its levels of nesting. */
  private record Anchored(YamlNode node, int size, int height) {}

  /** A collection that is being read. */
  private static final class Frame {
    final boolean mapping;
    final SourceLocation location;
    final @Nullable String anchor;
    final int sizeBefore;
    final Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
    final List<YamlNode> items = new ArrayList<>();
    boolean awaitsValue;
    int height = 1;
    String key = "";
    SourceLocation keyLocation;

    Frame(boolean mapping, SourceLocation location, @Nullable String anchor, int sizeBefore) {
      this.mapping = mapping;
      this.location = location;
      this.keyLocation = location;
      this.anchor = anchor;
      this.sizeBefore = sizeBefore;
    }

    YamlNode finish() {
      return mapping
          ? new YamlNode.MappingNode(location, entries)
          : new YamlNode.SequenceNode(location, items);
    }
  }

  @Nullable YamlNode root() {
    return root;
  }

  List<Diagnostic> diagnostics() {
    return diagnostics;
  }

  /**
   * @return false when reading on would be useless or dangerous
   */
  boolean accept(Event event) {
    SourceLocation at = places.of(event.getStartMark());
    return switch (event.getEventId()) {
      case DocumentStart -> startDocument(at);
      case MappingStart -> start((CollectionStartEvent) event, at, true);
      case SequenceStart -> start((CollectionStartEvent) event, at, false);
      case MappingEnd, SequenceEnd -> end();
      case Scalar -> scalar((ScalarEvent) event, at);
      case Alias -> alias((AliasEvent) event, at);
      case StreamStart, StreamEnd, DocumentEnd, Comment -> true;
    };
  }

  private boolean startDocument(SourceLocation at) {
    documents++;
    if (documents > 1) {
      error("YAML-005", at, "A second document begins here.", "one document in a file");
      return false;
    }
    return true;
  }

  private boolean start(CollectionStartEvent event, SourceLocation at, boolean mapping) {
    checkTag(event.getTag(), mapping ? MAPPING_TAGS : SEQUENCE_TAGS, at);
    if (open.size() >= limits.depth()) {
      return tooDeep(at);
    }
    Frame parent = open.peek();
    if (parent != null && parent.mapping && !parent.awaitsValue) {
      error("YAML-008", at, "A key may not be a collection.", "a text as the key");
      return false;
    }
    if (!count(1, at)) {
      return false;
    }
    open.push(new Frame(mapping, at, name(event.getAnchor()), nodes - 1));
    return true;
  }

  private boolean end() {
    Frame frame = open.pop();
    YamlNode node = frame.finish();
    remember(frame.anchor, node, nodes - frame.sizeBefore, frame.height);
    Frame parent = open.peek();
    if (parent != null) {
      parent.height = Math.max(parent.height, frame.height + 1);
    }
    return add(node);
  }

  private boolean scalar(ScalarEvent event, SourceLocation at) {
    Frame frame = open.peek();
    if (frame != null && frame.mapping && !frame.awaitsValue) {
      key(frame, event, at);
      return true;
    }
    if (!count(1, at)) {
      return false;
    }
    YamlNode node = new YamlNode.ScalarNode(at, value(event, at), event.getValue());
    remember(name(event.getAnchor()), node, 1, 0);
    return add(node);
  }

  private void key(Frame frame, ScalarEvent event, SourceLocation at) {
    checkTag(event.getTag(), STRING_TAGS, at);
    String key = event.getValue();
    YamlNode.Entry before = frame.entries.get(key);
    if (before != null) {
      error(
          "YAML-002",
          at,
          "The key \"" + key + "\" is already on line " + before.keyLocation().line() + ".",
          "each key once");
    } else if (key.isEmpty() && event.isPlain()) {
      error("YAML-008", at, "A key is missing.", "a text as the key");
    } else if (key.equals("<<") && event.isPlain()) {
      error("YAML-008", at, "Merge keys (<<) are not part of YAML 1.2.", "the keys written out");
    }
    remember(
        name(event.getAnchor()), new YamlNode.ScalarNode(at, YamlScalars.text(key), key), 1, 0);
    frame.key = key;
    frame.keyLocation = at;
    frame.awaitsValue = true;
  }

  private JsonNode value(ScalarEvent event, SourceLocation at) {
    String text = event.getValue();
    Optional<String> tag = event.getTag();
    if (tag.isPresent() && TYPED_TAGS.contains(tag.get())) {
      JsonNode typed = YamlScalars.plain(text);
      return typed == null ? notANumber(text, at) : typed;
    }
    checkTag(tag, STRING_TAGS, at);
    if (tag.isPresent() || !event.isPlain()) {
      return YamlScalars.text(text);
    }
    JsonNode value = YamlScalars.plain(text);
    return value == null ? notANumber(text, at) : value;
  }

  private JsonNode notANumber(String text, SourceLocation at) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "…" : text;
    error("YAML-009", at, "\"" + shown + "\" is no number Aleff can hold.", "a finite number");
    return YamlScalars.text(text);
  }

  private boolean alias(AliasEvent event, SourceLocation at) {
    String name = event.getAlias().getValue();
    aliases++;
    if (aliases > limits.aliases()) {
      error("YAML-007", at, "Too many aliases.", "at most " + limits.aliases());
      return false;
    }
    Frame frame = open.peek();
    if (frame != null && frame.mapping && !frame.awaitsValue) {
      error("YAML-008", at, "A key may not be an alias.", "a text as the key");
      return false;
    }
    Anchored anchored = anchors.get(name);
    if (anchored == null) {
      return missing(name, at);
    }
    if (open.size() + anchored.height() > limits.depth()) {
      return tooDeep(at);
    }
    if (frame != null) {
      frame.height = Math.max(frame.height, anchored.height() + 1);
    }
    return count(anchored.size(), at) && add(anchored.node());
  }

  private boolean tooDeep(SourceLocation at) {
    error("YAML-004", at, "The nesting is too deep here.", "at most " + limits.depth() + " levels");
    return false;
  }

  private boolean missing(String name, SourceLocation at) {
    if (open.stream().anyMatch(frame -> name.equals(frame.anchor))) {
      error("YAML-007", at, "The alias *" + name + " contains itself.", "a finite value");
    } else {
      diagnostics.add(
          Diagnostic.error("YAML-007", at, "There is no anchor &" + name + " before this alias.")
              .maybe(Suggestions.nearest(name, anchors.keySet())));
    }
    return add(new YamlNode.ScalarNode(at, YamlScalars.text(""), ""));
  }

  private boolean add(YamlNode node) {
    Frame frame = open.peek();
    if (frame == null) {
      root = node;
    } else if (frame.mapping) {
      frame.entries.putIfAbsent(frame.key, new YamlNode.Entry(frame.keyLocation, node));
      frame.awaitsValue = false;
    } else {
      frame.items.add(node);
    }
    return true;
  }

  private boolean count(int more, SourceLocation at) {
    nodes += more;
    if (nodes > limits.nodes()) {
      error("YAML-004", at, "The document has too many values.", "at most " + limits.nodes());
      return false;
    }
    return true;
  }

  private void remember(@Nullable String anchor, YamlNode node, int size, int height) {
    if (anchor != null) {
      anchors.put(anchor, new Anchored(node, size, height));
    }
  }

  private void checkTag(Optional<String> tag, Set<String> allowed, SourceLocation at) {
    if (tag.isPresent() && !allowed.contains(tag.get())) {
      String shown = tag.get().replace(CORE, "!!");
      error("YAML-003", at, "The tag " + shown + " is not allowed here.", "plain data, no tags");
    }
  }

  private void error(String code, SourceLocation at, String message, String expected) {
    diagnostics.add(Diagnostic.error(code, at, message).expecting(expected));
  }

  private static @Nullable String name(Optional<Anchor> anchor) {
    return anchor.map(Anchor::getValue).orElse(null);
  }
}
