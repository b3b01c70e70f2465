package io.aleff.rego.graphql;

import io.aleff.rego.graphql.GraphqlError.Position;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of GraphQL documents. A place is null when the document was given as an object. */
final class Ast {

  private Ast() {}

  /** A named type, or a list of another one. */
  record Type(String named, @Nullable Type of, boolean nonNull, @Nullable Position at) {

    String name() {
      return of == null ? named : of.name();
    }

    @Override
    public String toString() {
      return (of == null ? named : "[" + of + "]") + (nonNull ? "!" : "");
    }

    /** Whether a variable of this type may stand where another is expected. */
    boolean fits(Type other) {
      if (!named.equals(other.named) || (of == null) != (other.of == null)) {
        return false;
      }
      return (of == null || other.of == null || of.fits(other.of)) && (!other.nonNull || nonNull);
    }
  }

  /** In the order in which OPA numbers them. */
  enum LiteralKind {
    VARIABLE(0),
    INT(1),
    FLOAT(2),
    STRING(3),
    BLOCK(4),
    BOOLEAN(5),
    NULL(6),
    ENUM(7),
    LIST(8),
    OBJECT(9);

    private final int number;

    LiteralKind(int number) {
      this.number = number;
    }

    int number() {
      return number;
    }
  }

  /**
   * A value in a document.
   *
   * @param raw as written, without quotes; empty for lists and objects
   */
  record Literal(LiteralKind kind, String raw, List<Entry> entries, @Nullable Position at) {}

  /** A value in a list, whose name is empty, or in an object. */
  record Entry(String name, Literal value, @Nullable Position at) {}

  record Argument(String name, Literal value, @Nullable Position at) {}

  record Directive(String name, List<Argument> arguments, @Nullable Position at) {}

  /** What is asked for in braces. */
  sealed interface Selection {}

  record Field(
      String alias,
      String name,
      List<Argument> arguments,
      List<Directive> directives,
      List<Selection> selections,
      @Nullable Position at)
      implements Selection {}

  record Spread(String name, List<Directive> directives, @Nullable Position at)
      implements Selection {}

  /** A fragment without a name; its condition is empty when there is none. */
  record Inline(
      String condition,
      List<Directive> directives,
      List<Selection> selections,
      @Nullable Position at)
      implements Selection {}

  record Variable(
      String name,
      Type type,
      @Nullable Literal initial,
      List<Directive> directives,
      @Nullable Position at) {}

  record Operation(
      String kind,
      String name,
      List<Variable> variables,
      List<Directive> directives,
      List<Selection> selections,
      @Nullable Position at) {}

  record Fragment(
      String name,
      List<Variable> variables,
      String condition,
      List<Directive> directives,
      List<Selection> selections,
      @Nullable Position at) {}

  record Query(List<Operation> operations, List<Fragment> fragments, Map<String, Fragment> byName) {

    static Query of(List<Operation> operations, List<Fragment> fragments) {
      Map<String, Fragment> byName = new HashMap<>();
      fragments.forEach(fragment -> byName.putIfAbsent(fragment.name(), fragment));
      return new Query(operations, fragments, byName);
    }

    @Nullable Fragment fragment(String name) {
      return byName.get(name);
    }
  }

  /** Kinds of types, and places where a directive for such a type may stand. */
  enum Kind {
    SCALAR,
    OBJECT,
    INTERFACE,
    UNION,
    ENUM,
    INPUT_OBJECT;

    boolean isLeaf() {
      return this == SCALAR || this == ENUM;
    }

    boolean isAbstract() {
      return this == INTERFACE || this == UNION;
    }

    boolean isComposite() {
      return this == OBJECT || isAbstract();
    }

    boolean isInput() {
      return isLeaf() || this == INPUT_OBJECT;
    }
  }

  /** A type, or an extension of one. */
  record Definition(
      Kind kind,
      String description,
      String name,
      List<Directive> directives,
      List<String> interfaces,
      List<FieldDefinition> fields,
      List<String> members,
      List<EnumValue> values,
      boolean builtIn,
      @Nullable Position at) {

    @Nullable FieldDefinition field(String wanted) {
      return find(fields, wanted);
    }

    /** This type with what extensions add. */
    Definition with(List<Definition> extensions) {
      List<Directive> allDirectives = new ArrayList<>(directives);
      List<String> allInterfaces = new ArrayList<>(interfaces);
      List<FieldDefinition> allFields = new ArrayList<>(fields);
      List<String> allMembers = new ArrayList<>(members);
      List<EnumValue> allValues = new ArrayList<>(values);
      for (Definition extension : extensions) {
        allDirectives.addAll(extension.directives);
        allInterfaces.addAll(extension.interfaces);
        allFields.addAll(extension.fields);
        allMembers.addAll(extension.members);
        allValues.addAll(extension.values);
      }
      return new Definition(
          kind,
          description,
          name,
          allDirectives,
          allInterfaces,
          allFields,
          allMembers,
          allValues,
          builtIn,
          at);
    }
  }

  /** A field of a type, or an argument of a field or directive. */
  record FieldDefinition(
      String description,
      String name,
      List<FieldDefinition> arguments,
      @Nullable Literal initial,
      Type type,
      List<Directive> directives,
      @Nullable Position at) {

    @Nullable FieldDefinition argument(String wanted) {
      return find(arguments, wanted);
    }

    boolean isRequired() {
      return type.nonNull() && initial == null;
    }
  }

  record EnumValue(
      String description, String name, List<Directive> directives, @Nullable Position at) {}

  record DirectiveDefinition(
      String description,
      String name,
      List<FieldDefinition> arguments,
      List<String> locations,
      boolean repeatable,
      @Nullable Position at) {

    @Nullable FieldDefinition argument(String wanted) {
      return find(arguments, wanted);
    }
  }

  record Roots(
      String description, List<Directive> directives, List<Root> types, @Nullable Position at) {}

  record Root(String operation, String type, @Nullable Position at) {}

  record SchemaDocument(
      List<Roots> schemas,
      List<Roots> schemaExtensions,
      List<DirectiveDefinition> directives,
      List<Definition> definitions,
      List<Definition> extensions) {

    /** Both documents as one; this one's parts come first. */
    SchemaDocument with(SchemaDocument other) {
      return new SchemaDocument(
          joined(schemas, other.schemas),
          joined(schemaExtensions, other.schemaExtensions),
          joined(directives, other.directives),
          joined(definitions, other.definitions),
          joined(extensions, other.extensions));
    }
  }

  static @Nullable FieldDefinition find(List<FieldDefinition> all, String name) {
    for (FieldDefinition one : all) {
      if (one.name().equals(name)) {
        return one;
      }
    }
    return null;
  }

  static <T> List<T> joined(List<T> first, List<T> second) {
    if (second.isEmpty()) {
      return first;
    }
    List<T> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }
}
