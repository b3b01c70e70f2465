package io.aleff.runtime.lint;

import io.aleff.definition.SourceLocation;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An element with its place in the file.
 *
 * @param text its own character data, without that of its children
 * @param textLocation where the text starts
 */
record XmlElement(
    String namespace,
    String name,
    List<Attribute> attributes,
    List<XmlElement> children,
    String text,
    SourceLocation location,
    SourceLocation textLocation) {

  /**
   * @param namespace empty for an attribute without a prefix
   * @param location of the value
   */
  record Attribute(String namespace, String name, String value, SourceLocation location) {}

  boolean is(String wantedNamespace, String wantedName) {
    return namespace.equals(wantedNamespace) && name.equals(wantedName);
  }

  @Nullable String attribute(String wanted) {
    Attribute found = find("", wanted);
    return found == null ? null : found.value();
  }

  @Nullable Attribute find(String wantedNamespace, String wanted) {
    for (Attribute attribute : attributes) {
      if (attribute.namespace().equals(wantedNamespace) && attribute.name().equals(wanted)) {
        return attribute;
      }
    }
    return null;
  }

  /** The value's place, or the element's when there is no such attribute. */
  SourceLocation at(String wanted) {
    Attribute found = find("", wanted);
    return found == null ? location : found.location();
  }

  /** This element and everything below it, in the order of the file. */
  Stream<XmlElement> all() {
    return Stream.concat(Stream.of(this), children.stream().flatMap(XmlElement::all));
  }
}
