package io.aleff.runtime.lint;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceLocation;
import io.aleff.definition.Suggestions;
import io.aleff.runtime.expression.ExpressionParser;
import io.aleff.runtime.expression.ExpressionParser.Parsed;
import java.util.List;
import java.util.Set;

/** Nothing in a model may be code: no scripts, classes, beans, listeners or free expressions. */
final class CodeRules {

  private static final String INSTEAD =
      "a call activity of guarded-action, or an expression such as ${aleff.decide()}";
  private static final Set<String> LISTENERS = Set.of("executionListener", "taskListener");
  private static final Set<String> JAVA =
      Set.of(
          "class",
          "delegateExpression",
          "variableMappingClass",
          "variableMappingDelegateExpression",
          "formHandlerClass");
  private static final Set<String> FORM_KEYS = Set.of("formKey", "formHandlerClass");

  private final List<Diagnostic> found;

  CodeRules(List<Diagnostic> found) {
    this.found = found;
  }

  void check(XmlElement element) {
    if (Vocabulary.DRAWING.contains(element.namespace())) {
      return;
    }
    element(element);
    element.attributes().forEach(attribute -> attribute(element, attribute));
    expressionText(element);
    element.children().forEach(this::check);
  }

  private void element(XmlElement element) {
    String name = element.name();
    if (name.equals("scriptTask") || name.equals("script")) {
      error("BPMN-006", element.location(), "Scripts do not run in process models", INSTEAD);
    } else if (LISTENERS.contains(name)) {
      error("BPMN-008", element.location(), "Listeners run code that nobody sees", INSTEAD);
    } else if (name.equals("connector") || name.equals("field")) {
      error(
          "BPMN-009",
          element.location(),
          "\"" + name + "\" configures code of the engine",
          INSTEAD);
    } else if (element.namespace().equals(Vocabulary.BPMN)) {
      known(element, Vocabulary.OTHER_ELEMENTS, Vocabulary.FLOW_NODES);
    } else if (element.namespace().equals(Vocabulary.CAMUNDA)) {
      known(element, Vocabulary.CAMUNDA_ELEMENTS, Set.of());
    } else {
      error(
          "BPMN-005",
          element.location(),
          "Unknown element \"" + name + "\" of " + element.namespace(),
          "elements of BPMN 2.0 and Camunda 7");
    }
  }

  private void known(XmlElement element, Set<String> some, Set<String> more) {
    if (!some.contains(element.name()) && !more.contains(element.name())) {
      Set<String> all = new java.util.TreeSet<>(some);
      all.addAll(more);
      found.add(
          Diagnostic.error(
                  "BPMN-005",
                  element.location(),
                  "The element \"" + element.name() + "\" is not supported")
              .expecting("one of " + String.join(", ", all))
              .maybe(Suggestions.nearest(element.name(), all)));
    }
  }

  private void attribute(XmlElement element, XmlElement.Attribute attribute) {
    String name = attribute.name();
    boolean camunda = attribute.namespace().equals(Vocabulary.CAMUNDA);
    if (camunda && JAVA.contains(name)) {
      error("BPMN-007", attribute.location(), "\"" + name + "\" runs Java code", INSTEAD);
    } else if (camunda && FORM_KEYS.contains(name)) {
      error(
          "BPMN-011",
          attribute.location(),
          "\"" + name + "\" can name any page: \"" + attribute.value() + "\"",
          "camunda:formRef with the id of a Camunda Form beside the model");
    } else if (name.equals("scriptFormat") || name.equals("language") || name.equals("resource")) {
      error("BPMN-006", attribute.location(), "\"" + name + "\" belongs to a script", INSTEAD);
    } else if (camunda && !Vocabulary.CAMUNDA_ATTRIBUTES.contains(name)) {
      found.add(
          Diagnostic.error(
                  "BPMN-018",
                  attribute.location(),
                  "The attribute \"camunda:" + name + "\" is not supported")
              .expecting(
                  "one of "
                      + String.join(", ", new java.util.TreeSet<>(Vocabulary.CAMUNDA_ATTRIBUTES)))
              .maybe(Suggestions.nearest(name, Vocabulary.CAMUNDA_ATTRIBUTES)));
    } else if (expressionMay(element, attribute, camunda)) {
      expression(attribute.value(), attribute.location());
    } else if (attribute.value().contains("${") || attribute.value().contains("#{")) {
      if (!name.equals("name") && !name.equals("id")) {
        error(
            "BPMN-010", attribute.location(), "\"" + name + "\" takes no expression", "plain text");
      }
    }
  }

  private static boolean expressionMay(
      XmlElement element, XmlElement.Attribute attribute, boolean camunda) {
    boolean own = camunda || element.namespace().equals(Vocabulary.CAMUNDA);
    boolean called = attribute.name().equals("calledElement") && attribute.namespace().isEmpty();
    return (own || called) && Vocabulary.EXPRESSION_ATTRIBUTES.contains(attribute.name());
  }

  private void expressionText(XmlElement element) {
    if (Vocabulary.EXPRESSION_ELEMENTS.contains(element.name()) && !element.text().isBlank()) {
      expression(element.text().strip(), element.textLocation());
    }
  }

  private void expression(String text, SourceLocation where) {
    if (ExpressionParser.parse(text)
        instanceof Parsed.Invalid(int offset, String message, String expected, String suggestion)) {
      SourceLocation exact =
          new SourceLocation(where.path(), where.line(), where.column() + offset);
      found.add(Diagnostic.error("BPMN-010", exact, message).expecting(expected).maybe(suggestion));
    }
  }

  private void error(String code, SourceLocation where, String message, String expected) {
    found.add(Diagnostic.error(code, where, message).expecting(expected));
  }
}
