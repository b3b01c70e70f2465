package io.aleff.runtime.engine;

import java.util.List;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.impl.util.xml.Namespace;

/** Refuses models with code at deployment, whether or not lint has seen them. */
final class ModelGuard extends AbstractBpmnParseListener {

  private static final Set<String> ELEMENTS =
      Set.of(
          "scriptTask",
          "script",
          "executionListener",
          "taskListener",
          "connector",
          "field",
          "businessRuleTask",
          "sendTask");
  private static final List<String> ATTRIBUTES =
      List.of(
          "class",
          "delegateExpression",
          "variableMappingClass",
          "variableMappingDelegateExpression",
          "formKey",
          "formHandlerClass",
          "resource");
  private static final Namespace CAMUNDA = new Namespace("http://camunda.org/schema/1.0/bpmn");

  @Override
  public void parseRootElement(Element root, List<ProcessDefinitionEntity> definitions) {
    check(root);
  }

  private static void check(Element element) {
    String name = element.getTagName();
    if (ELEMENTS.contains(name.substring(name.indexOf(':') + 1))) {
      throw refused(element, name);
    }
    for (String attribute : ATTRIBUTES) {
      if (element.attributeNS(CAMUNDA, attribute) != null) {
        throw refused(element, "camunda:" + attribute);
      }
    }
    if (element.attribute("scriptFormat") != null) {
      throw refused(element, "scriptFormat");
    }
    String type = element.attributeNS(CAMUNDA, "type");
    if (name.equals("serviceTask") && type != null && !type.equals("external")) {
      throw refused(element, "camunda:type=" + type);
    }
    element.elements().forEach(ModelGuard::check);
  }

  private static ProcessEngineException refused(Element element, String what) {
    return new ProcessEngineException(
        "Process models run no code: \"" + what + "\" on line " + element.getLine());
  }
}
