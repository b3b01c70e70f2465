package io.aleff.runtime.plan;

import io.aleff.runtime.plan.FlowGraph.Flow;
import io.aleff.runtime.plan.FlowGraph.Node;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Places a graph in columns from left to right. Flows that pass a column get a row of their own in
 * it, so that no flow runs through a shape. After Sugiyama, Tagawa and Toda, "Methods for Visual
 * Understanding of Hierarchical System Structures", 1981, with one ordering sweep.
 */
final class FlowLayout {

  private static final int COLUMN = 210;
  private static final int ROW = 120;
  private static final int LEFT = 170;
  private static final int TOP = 140;

  private final FlowGraph graph;
  private final Map<Node, Integer> columns = new HashMap<>();
  private final Map<Integer, List<Slot>> slots = new LinkedHashMap<>();
  private final Map<Node, Slot> places = new HashMap<>();
  private final Map<Flow, List<Slot>> passages = new HashMap<>();

  FlowLayout(FlowGraph graph) {
    this.graph = graph;
    graph.nodes().forEach(node -> columns.put(node, 0));
    for (int i = 0; i < graph.nodes().size(); i++) {
      graph
          .flows()
          .forEach(
              flow ->
                  columns.merge(
                      flow.target(), columns.getOrDefault(flow.source(), 0) + 1, Math::max));
    }
    fill();
    order();
  }

  /** A corner of a flow, or the middle of a shape. */
  record Point(int x, int y) {}

  private static final class Slot {
    final int column;
    final List<Slot> before = new ArrayList<>();
    double row;

    Slot(int column) {
      this.column = column;
    }

    Point point() {
      return new Point(LEFT + column * COLUMN, (int) Math.round(TOP + row * ROW));
    }
  }

  Point middle(Node node) {
    return place(node).point();
  }

  List<Point> corners(Flow flow) {
    Point from = middle(flow.source());
    Point to = middle(flow.target());
    List<Point> corners = new ArrayList<>();
    corners.add(new Point(from.x() + flow.source().kind().width / 2, from.y()));
    Point last = from;
    for (Slot slot : passages.getOrDefault(flow, List.of())) {
      bend(corners, last, slot.point());
      last = slot.point();
    }
    bend(corners, last, to);
    corners.add(new Point(to.x() - flow.target().kind().width / 2, to.y()));
    return corners;
  }

  private static void bend(List<Point> corners, Point from, Point to) {
    if (from.y() != to.y()) {
      int x = from.x() + COLUMN / 2 - 6 + Math.floorMod(from.y() / ROW, 4) * 4;
      corners.add(new Point(x, from.y()));
      corners.add(new Point(x, to.y()));
    }
  }

  private Slot place(Node node) {
    return java.util.Objects.requireNonNull(places.get(node));
  }

  private void fill() {
    for (Node node : graph.nodes()) {
      places.put(node, slot(columns.getOrDefault(node, 0)));
    }
    for (Flow flow : graph.flows()) {
      Slot last = place(flow.source());
      List<Slot> passed = new ArrayList<>();
      for (int column = last.column + 1; column < place(flow.target()).column; column++) {
        Slot passage = slot(column);
        passage.before.add(last);
        passed.add(passage);
        last = passage;
      }
      place(flow.target()).before.add(last);
      passages.put(flow, passed);
    }
  }

  private Slot slot(int column) {
    Slot slot = new Slot(column);
    slots.computeIfAbsent(column, unused -> new ArrayList<>()).add(slot);
    return slot;
  }

  private void order() {
    int widest = slots.values().stream().mapToInt(List::size).max().orElse(1);
    slots.keySet().stream()
        .sorted()
        .forEach(
            column -> {
              List<Slot> members = slots.getOrDefault(column, List.of());
              members.forEach(slot -> slot.row = average(slot));
              members.sort(Comparator.comparingDouble(slot -> slot.row));
              double first = (widest - members.size()) / 2.0;
              for (int i = 0; i < members.size(); i++) {
                members.get(i).row = first + i;
              }
            });
  }

  private static double average(Slot slot) {
    return slot.before.stream().mapToDouble(before -> before.row).average().orElse(0);
  }
}
