package io.aleff.runtime.lint;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.SourceText;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.jspecify.annotations.Nullable;

/** Reads XML without document types, entities or anything outside of the text. */
final class XmlSource {

  static final int MAX_CHARACTERS = 2_000_000;
  static final int MAX_ELEMENTS = 20_000;
  static final int MAX_DEPTH = 60;

  private final SourceText source;
  private final int[] lineStarts;
  private final List<StartTags.Tag> tags;
  private final Deque<Open> open = new ArrayDeque<>();
  private int elements;
  private @Nullable XmlElement root;

  private XmlSource(SourceText source) {
    this.source = source;
    lineStarts = lineStarts(source.text());
    tags = StartTags.of(source.text());
  }

  /** What came of reading: either a root or what is wrong. */
  record Reading(@Nullable XmlElement root, List<Diagnostic> diagnostics) {}

  static Reading read(SourceText source) {
    if (source.text().length() > MAX_CHARACTERS) {
      return failed(
          "BPMN-003",
          source.start(),
          "The file has " + source.text().length() + " characters",
          "at most " + MAX_CHARACTERS);
    }
    // The JDK's parser skips a DOCTYPE silently when DTDs are off, so it is looked for first.
    Matcher doctype = Pattern.compile("<!(?:DOCTYPE|ENTITY)").matcher(source.text());
    XmlSource reader = new XmlSource(source);
    if (doctype.find()) {
      return failed(
          "BPMN-002",
          reader.location(doctype.start()),
          "A document type can pull in files and entities, so it is not accepted",
          "a file without DOCTYPE and ENTITY");
    }
    return reader.read();
  }

  private Reading read() {
    if (tags.isEmpty()) {
      return failed("BPMN-001", source.start(), "There is no XML in the file", "BPMN 2.0 XML");
    }
    try {
      XMLStreamReader events = factory().createXMLStreamReader(new StringReader(source.text()));
      while (events.hasNext()) {
        String tooMuch = handle(events, events.next());
        if (tooMuch != null) {
          return failed("BPMN-003", place(events), tooMuch, "a smaller model");
        }
      }
      return new Reading(Objects.requireNonNull(root), List.of());
    } catch (XMLStreamException e) {
      SourceLocation where =
          e.getLocation() == null
              ? source.start()
              : new SourceLocation(
                  source.path(),
                  Math.max(1, e.getLocation().getLineNumber()),
                  Math.max(1, e.getLocation().getColumnNumber()));
      return failed("BPMN-001", where, "This is no well-formed XML: " + reason(e), "BPMN 2.0 XML");
    }
  }

  private @Nullable String handle(XMLStreamReader events, int event) {
    switch (event) {
      case XMLStreamConstants.START_ELEMENT -> {
        open.push(start(events));
        if (open.size() > MAX_DEPTH) {
          return "Elements are nested more than " + MAX_DEPTH + " deep";
        }
        if (++elements > MAX_ELEMENTS) {
          return "There are more than " + MAX_ELEMENTS + " elements";
        }
      }
      case XMLStreamConstants.END_ELEMENT -> close();
      case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA -> {
        Open current = open.peek();
        if (current != null) {
          current.text.append(events.getText());
        }
      }
      default -> {
        // Comments, white space and processing instructions mean nothing here.
      }
    }
    return null;
  }

  private Open start(XMLStreamReader events) {
    StartTags.Tag place = tags.get(Math.min(elements, tags.size() - 1));
    int begin = place.begin();
    int end = place.end();
    String tag = source.text().substring(begin, end);
    List<XmlElement.Attribute> attributes = new ArrayList<>();
    for (int i = 0; i < events.getAttributeCount(); i++) {
      String prefix = events.getAttributePrefix(i);
      String name = events.getAttributeLocalName(i);
      String qualified = prefix == null || prefix.isEmpty() ? name : prefix + ":" + name;
      attributes.add(
          new XmlElement.Attribute(
              Objects.requireNonNullElse(events.getAttributeNamespace(i), ""),
              name,
              events.getAttributeValue(i),
              location(begin + valueOffset(tag, qualified))));
    }
    return new Open(
        Objects.requireNonNullElse(events.getNamespaceURI(), ""),
        events.getLocalName(),
        attributes,
        location(begin),
        location(end));
  }

  private static int valueOffset(String tag, String attribute) {
    Matcher matcher =
        Pattern.compile("\\s" + Pattern.quote(attribute) + "\\s*=\\s*[\"']").matcher(tag);
    return matcher.find() ? matcher.end() : 0;
  }

  private void close() {
    Open done = open.pop();
    XmlElement element =
        new XmlElement(
            done.namespace,
            done.name,
            List.copyOf(done.attributes),
            List.copyOf(done.children),
            done.text.toString(),
            done.location,
            done.textLocation);
    Open parent = open.peek();
    if (parent == null) {
      root = element;
    } else {
      parent.children.add(element);
    }
  }

  private SourceLocation place(XMLStreamReader events) {
    return location(Math.max(0, events.getLocation().getCharacterOffset() - 1));
  }

  private SourceLocation location(int offset) {
    int line = java.util.Arrays.binarySearch(lineStarts, offset);
    line = line < 0 ? -line - 2 : line;
    return new SourceLocation(source.path(), line + 1, offset - lineStarts[line] + 1);
  }

  private static int[] lineStarts(String text) {
    List<Integer> starts = new ArrayList<>(List.of(0));
    for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
      starts.add(i + 1);
    }
    return starts.stream().mapToInt(Integer::intValue).toArray();
  }

  private static String reason(XMLStreamException e) {
    String message = Objects.requireNonNullElse(e.getMessage(), "unreadable");
    int at = message.indexOf("Message: ");
    return (at < 0 ? message : message.substring(at + 9)).strip();
  }

  private static Reading failed(
      String code, SourceLocation where, String message, String expected) {
    return new Reading(null, List.of(Diagnostic.error(code, where, message).expecting(expected)));
  }

  private static XMLInputFactory factory() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    factory.setProperty(XMLInputFactory.IS_COALESCING, true);
    factory.setXMLResolver(
        (publicId, systemId, base, namespace) -> {
          throw new XMLStreamException("External entities are not accepted.");
        });
    return factory;
  }

  /** An element whose end has not been read. */
  private static final class Open {
    final String namespace;
    final String name;
    final List<XmlElement.Attribute> attributes;
    final List<XmlElement> children = new ArrayList<>();
    final StringBuilder text = new StringBuilder();
    final SourceLocation location;
    final SourceLocation textLocation;

    Open(
        String namespace,
        String name,
        List<XmlElement.Attribute> attributes,
        SourceLocation location,
        SourceLocation textLocation) {
      this.namespace = namespace;
      this.name = name;
      this.attributes = attributes;
      this.location = location;
      this.textLocation = textLocation;
    }
  }
}
