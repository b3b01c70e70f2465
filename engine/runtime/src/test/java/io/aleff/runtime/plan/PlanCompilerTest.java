package io.aleff.runtime.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.aleff.definition.Diagnostic;
import io.aleff.definition.SourceText;
import io.aleff.runtime.lint.BpmnLint;
import java.awt.Rectangle;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class PlanCompilerTest {

  private static FlowShape random(long seed) {
    Random random = new Random(seed);
    List<List<Integer>> after = new ArrayList<>();
    int size = random.nextInt(12);
    for (int i = 0; i < size; i++) {
      List<Integer> predecessors = new ArrayList<>();
      for (int j = 0; j < i; j++) {
        if (random.nextInt(3) == 0) {
          predecessors.add(j);
        }
      }
      after.add(predecessors);
    }
    return new FlowShape("plan", after);
  }

  @RepeatedTest(60)
  void shapesDoNotOverlapAndFlowsAvoidThem(RepetitionInfo repetition) {
    FlowGraph graph = FlowGraph.of(random(repetition.getCurrentRepetition()));
    FlowLayout layout = new FlowLayout(graph);
    Map<FlowGraph.Node, Rectangle> shapes = new HashMap<>();
    for (FlowGraph.Node node : graph.nodes()) {
      FlowLayout.Point middle = layout.middle(node);
      Rectangle shape =
          new Rectangle(
              middle.x() - node.kind().width / 2,
              middle.y() - node.kind().height / 2,
              node.kind().width,
              node.kind().height);
      assertThat(shapes.values()).noneMatch(shape::intersects);
      assertThat(shape.x).isNotNegative();
      assertThat(shape.y).isNotNegative();
      shapes.put(node, shape);
    }
    for (FlowGraph.Flow flow : graph.flows()) {
      List<FlowLayout.Point> corners = layout.corners(flow);
      for (int i = 1; i < corners.size(); i++) {
        FlowLayout.Point a = corners.get(i - 1);
        FlowLayout.Point b = corners.get(i);
        assertThat(a.x() == b.x() || a.y() == b.y()).as("%s is orthogonal", flow).isTrue();
        assertThat(shapes.entrySet())
            .filteredOn(e -> !e.getKey().equals(flow.source()) && !e.getKey().equals(flow.target()))
            .noneMatch(e -> e.getValue().intersectsLine(a.x(), a.y(), b.x(), b.y()));
      }
    }
  }

  @RepeatedTest(20)
  void theModelIsClean(RepetitionInfo repetition) {
    FlowShape shape = random(repetition.getCurrentRepetition());
    PlanCompiler.Compiled compiled = PlanCompiler.compile(shape, "guarded-action");
    List<Diagnostic> found =
        BpmnLint.check(List.of(new SourceText("bpmn/plan.bpmn", compiled.xml())), Set.of());
    assertThat(found).filteredOn(d -> !Set.of("BPMN-015", "BPMN-026").contains(d.code())).isEmpty();
  }

  @Test
  void namesDoNotChangeTheShapeAndCannotBreakTheModel() {
    FlowShape shape = new FlowShape("plan", List.of(List.of()));
    String hostile = "\"/><script>&\u0000</script>";
    String drawn =
        PlanCompiler.draw(
            shape,
            "guarded-action",
            hostile,
            List.of(new PlanCompiler.Label(hostile, "${''.getClass()}")));
    assertThat(drawn).contains(PlanCompiler.compile(shape, "guarded-action").key());
    assertThat(drawn).doesNotContain("<script>");
    assertThat(BpmnLint.check(List.of(new SourceText("bpmn/plan.bpmn", drawn)), Set.of()))
        .filteredOn(d -> !Set.of("BPMN-015", "BPMN-026").contains(d.code()))
        .isEmpty();
  }

  @Test
  void equalOrdersShareAShape() {
    FlowShape one = new FlowShape("plan", List.of(List.of(), List.of(0)));
    FlowShape two = new FlowShape("plan", List.of(List.of(), List.of(0)));
    assertThat(one.digest("g")).isEqualTo(two.digest("g"));
    assertThat(one.digest("g")).isNotEqualTo(FlowShape.undo(2).digest("g"));
    assertThat(one.digest("g")).isNotEqualTo(one.digest("h"));
  }
}
