package io.aleff.runtime.plan;

import io.aleff.runtime.plan.FlowGraph.Flow;
import io.aleff.runtime.plan.FlowGraph.Kind;
import io.aleff.runtime.plan.FlowGraph.Node;
import java.util.List;

/**
 * Compiles a shape into a BPMN process with a drawing: one call activity of {@code guarded-action}
 * a step, parallel gateways where the order splits and joins. Which step a call stands for is asked
 * when it starts, so that plans of equal shape share one deployment.
 */
public final class PlanCompiler {

  private PlanCompiler() {}

  /**
   * @param name what people read in the shape
   * @param documentation the reasons
   */
  public record Label(String name, String documentation) {}

  /**
   * @param key id of the process
   * @param xml for the engine, without names
   */
  public record Compiled(String key, String xml) {}

  /**
   * @param guardedAction key under which {@code guarded-action} is deployed
   */
  public static Compiled compile(FlowShape shape, String guardedAction) {
    String key = shape.kind() + "_" + shape.digest(guardedAction);
    List<Label> labels =
        java.util.stream.IntStream.rangeClosed(1, shape.size())
            .mapToObj(number -> new Label("Step " + number, ""))
            .toList();
    return new Compiled(key, new Writer(shape, guardedAction, key, "Plan", labels).write());
  }

  /**
   * The same process with the names and reasons of one run.
   *
   * @param name of the process, the goal for example
   * @param labels by position
   */
  public static String draw(
      FlowShape shape, String guardedAction, String name, List<Label> labels) {
    String key = shape.kind() + "_" + shape.digest(guardedAction);
    return new Writer(shape, guardedAction, key, name, labels).write();
  }

  /** The id of the element that stands for a position. */
  public static String elementId(int position) {
    return "step_" + (position + 1);
  }

  private static final class Writer {
    private final FlowShape shape;
    private final String guardedAction;
    private final String key;
    private final String name;
    private final List<Label> labels;
    private final FlowGraph graph;
    private final StringBuilder out = new StringBuilder();

    Writer(FlowShape shape, String guardedAction, String key, String name, List<Label> labels) {
      this.shape = shape;
      this.guardedAction = guardedAction;
      this.key = key;
      this.name = name;
      this.labels = labels;
      graph = FlowGraph.of(shape);
    }

    String write() {
      line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
      line(
          "<bpmn:definitions xmlns:bpmn=\"http://www.omg.org/spec/BPMN/20100524/MODEL\""
              + " xmlns:bpmndi=\"http://www.omg.org/spec/BPMN/20100524/DI\""
              + " xmlns:dc=\"http://www.omg.org/spec/DD/20100524/DC\""
              + " xmlns:di=\"http://www.omg.org/spec/DD/20100524/DI\""
              + " xmlns:camunda=\"http://camunda.org/schema/1.0/bpmn\""
              + " xmlns:modeler=\"http://camunda.org/schema/modeler/1.0\""
              + " id=\"Definitions_plan\" targetNamespace=\"https://aleff.io/bpmn\""
              + " modeler:executionPlatform=\"Camunda Platform\""
              + " modeler:executionPlatformVersion=\"7.24.0\">");
      line(
          "  <bpmn:process id=\""
              + key
              + "\" name=\""
              + escaped(name)
              + "\" isExecutable=\"true\" camunda:historyTimeToLive=\"P30D\">");
      graph.nodes().forEach(this::node);
      for (Flow flow : graph.flows()) {
        line(
            "    <bpmn:sequenceFlow id=\"%s\" sourceRef=\"%s\" targetRef=\"%s\" />"
                .formatted(flow.id(), flow.source().id(), flow.target().id()));
      }
      line("  </bpmn:process>");
      diagram();
      line("</bpmn:definitions>");
      return out.toString();
    }

    private void node(Node node) {
      String type =
          switch (node.kind()) {
            case START -> "startEvent";
            case END -> "endEvent";
            case GATEWAY -> "parallelGateway";
            case CALL -> "callActivity";
          };
      String extra =
          switch (node.kind()) {
            case START -> " name=\"" + (shape.kind().equals("undo") ? "Undo" : "Start") + "\"";
            case END -> " name=\"End\"";
            case GATEWAY -> "";
            case CALL ->
                " name=\""
                    + escaped(labels.get(node.position()).name())
                    + "\" calledElement=\""
                    + guardedAction
                    + "\"";
          };
      line("    <bpmn:" + type + " id=\"" + node.id() + "\"" + extra + ">");
      if (node.kind() == Kind.CALL) {
        call(node.position());
      }
      for (Flow flow : graph.flows()) {
        if (flow.target().equals(node)) {
          line("      <bpmn:incoming>" + flow.id() + "</bpmn:incoming>");
        }
      }
      for (Flow flow : graph.flows()) {
        if (flow.source().equals(node)) {
          line("      <bpmn:outgoing>" + flow.id() + "</bpmn:outgoing>");
        }
      }
      line("    </bpmn:" + type + ">");
    }

    private void call(int position) {
      String documentation = labels.get(position).documentation();
      if (!documentation.isEmpty()) {
        line("      <bpmn:documentation>" + escaped(documentation) + "</bpmn:documentation>");
      }
      line("      <bpmn:extensionElements>");
      line("        <camunda:in businessKey=\"${run}\" />");
      line("        <camunda:in source=\"tenant\" target=\"tenant\" />");
      line("        <camunda:in source=\"run\" target=\"run\" />");
      line(
          "        <camunda:in sourceExpression=\"${aleff.step('%s', %d)}\" target=\"step\" />"
              .formatted(shape.kind(), position));
      line("      </bpmn:extensionElements>");
    }

    private void diagram() {
      FlowLayout layout = new FlowLayout(graph);
      line("  <bpmndi:BPMNDiagram id=\"Diagram_1\">");
      line("    <bpmndi:BPMNPlane id=\"Plane_1\" bpmnElement=\"" + key + "\">");
      for (Node node : graph.nodes()) {
        FlowLayout.Point middle = layout.middle(node);
        int x = middle.x() - node.kind().width / 2;
        int y = middle.y() - node.kind().height / 2;
        line(
            "      <bpmndi:BPMNShape id=\""
                + node.id()
                + "_di\" bpmnElement=\""
                + node.id()
                + "\">");
        line(
            "        <dc:Bounds x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" />"
                .formatted(x, y, node.kind().width, node.kind().height));
        line("      </bpmndi:BPMNShape>");
      }
      for (Flow flow : graph.flows()) {
        line(
            "      <bpmndi:BPMNEdge id=\""
                + flow.id()
                + "_di\" bpmnElement=\""
                + flow.id()
                + "\">");
        for (FlowLayout.Point corner : layout.corners(flow)) {
          line("        <di:waypoint x=\"%d\" y=\"%d\" />".formatted(corner.x(), corner.y()));
        }
        line("      </bpmndi:BPMNEdge>");
      }
      line("    </bpmndi:BPMNPlane>");
      line("  </bpmndi:BPMNDiagram>");
    }

    private void line(String text) {
      out.append(text).append('\n');
    }

    private static boolean allowed(int c) {
      boolean surrogate = c >= 0xD800 && c <= 0xDFFF;
      boolean noncharacter = c == 0xFFFE || c == 0xFFFF;
      return c >= 0x20 && !surrogate && !noncharacter;
    }

    private static String escaped(String text) {
      StringBuilder safe = new StringBuilder();
      text.codePoints()
          .forEach(
              c -> {
                switch (c) {
                  case '<' -> safe.append("&lt;");
                  case '>' -> safe.append("&gt;");
                  case '&' -> safe.append("&amp;");
                  case '"' -> safe.append("&quot;");
                  case '\n' -> safe.append("&#10;");
                  default -> safe.append(allowed(c) ? Character.toString(c) : "\uFFFD");
                }
              });
      return safe.toString();
    }
  }
}
