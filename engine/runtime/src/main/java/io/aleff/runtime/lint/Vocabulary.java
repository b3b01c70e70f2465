package io.aleff.runtime.lint;

import java.util.Set;

/** What a process model may consist of. Everything else is refused. */
final class Vocabulary {

  static final String BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
  static final String DIAGRAM = "http://www.omg.org/spec/BPMN/20100524/DI";
  static final String CAMUNDA = "http://camunda.org/schema/1.0/bpmn";
  static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

  /** Namespaces that only draw, or that only modelers read. */
  static final Set<String> DRAWING =
      Set.of(
          DIAGRAM,
          "http://www.omg.org/spec/DD/20100524/DC",
          "http://www.omg.org/spec/DD/20100524/DI",
          "http://bpmn.io/schema/bpmn/biocolor/1.0",
          "http://www.omg.org/spec/BPMN/non-normative/color/1.0",
          "http://camunda.org/schema/modeler/1.0");

  static final Set<String> FLOW_NODES =
      Set.of(
          "startEvent",
          "endEvent",
          "task",
          "manualTask",
          "userTask",
          "serviceTask",
          "callActivity",
          "subProcess",
          "exclusiveGateway",
          "parallelGateway",
          "inclusiveGateway",
          "eventBasedGateway",
          "boundaryEvent",
          "intermediateCatchEvent",
          "intermediateThrowEvent");

  static final Set<String> OTHER_ELEMENTS =
      Set.of(
          "definitions",
          "process",
          "documentation",
          "extensionElements",
          "timerEventDefinition",
          "timeDuration",
          "timeDate",
          "timeCycle",
          "error",
          "errorEventDefinition",
          "compensateEventDefinition",
          "terminateEventDefinition",
          "sequenceFlow",
          "conditionExpression",
          "incoming",
          "outgoing",
          "association",
          "textAnnotation",
          "text",
          "laneSet",
          "lane",
          "flowNodeRef",
          "collaboration",
          "participant",
          "multiInstanceLoopCharacteristics",
          "loopCardinality",
          "completionCondition",
          "category",
          "categoryValue",
          "group");

  static final Set<String> CAMUNDA_ELEMENTS =
      Set.of(
          "in",
          "out",
          "inputOutput",
          "inputParameter",
          "outputParameter",
          "properties",
          "property",
          "failedJobRetryTimeCycle");

  static final Set<String> CAMUNDA_ATTRIBUTES =
      Set.of(
          "asyncBefore",
          "asyncAfter",
          "exclusive",
          "historyTimeToLive",
          "isStartableInTasklist",
          "versionTag",
          "formRef",
          "formRefBinding",
          "formRefVersion",
          "candidateGroups",
          "assignee",
          "dueDate",
          "followUpDate",
          "priority",
          "jobPriority",
          "taskPriority",
          "type",
          "topic",
          "expression",
          "resultVariable",
          "calledElementBinding",
          "errorCodeVariable",
          "errorMessageVariable",
          "modelerTemplate",
          "modelerTemplateVersion",
          "modelerTemplateIcon");

  /** Attributes of Camunda elements whose value may be an expression. */
  static final Set<String> EXPRESSION_ATTRIBUTES =
      Set.of(
          "expression",
          "candidateGroups",
          "assignee",
          "dueDate",
          "followUpDate",
          "priority",
          "jobPriority",
          "taskPriority",
          "topic",
          "calledElement",
          "sourceExpression",
          "businessKey",
          "historyTimeToLive",
          "formRef");

  /** Elements whose text may be an expression. */
  static final Set<String> EXPRESSION_ELEMENTS =
      Set.of(
          "conditionExpression",
          "timeDuration",
          "timeDate",
          "timeCycle",
          "loopCardinality",
          "completionCondition",
          "inputParameter",
          "outputParameter",
          "failedJobRetryTimeCycle");

  /** Variables that Aleff sets itself and a model must not overwrite. */
  static final Set<String> RESERVED_VARIABLES =
      Set.of("tenant", "run", "step", "planProcess", "undoProcess", "approvalId");

  /** Topics that external tasks may have. */
  static final Set<String> TOPICS = Set.of("aleff.action");

  private Vocabulary() {}
}
