package io.aleff.runtime.plan;

import java.util.ArrayList;
import java.util.List;

/** The elements of a process model that carries a shape: calls, gateways, events and flows. */
record FlowGraph(List<Node> nodes, List<Flow> flows) {

  enum Kind {
    START(36, 36),
    END(36, 36),
    GATEWAY(50, 50),
    CALL(140, 80);

    final int width;
    final int height;

    Kind(int width, int height) {
      this.width = width;
      this.height = height;
    }
  }

  /**
   * @param position of the step; -1 for what is no step
   */
  record Node(String id, Kind kind, int position) {}

  record Flow(String id, Node source, Node target) {}

  static FlowGraph of(FlowShape shape) {
    Builder builder = new Builder(shape);
    builder.build();
    return new FlowGraph(List.copyOf(builder.nodes), List.copyOf(builder.flows));
  }

  private static final class Builder {
    final FlowShape shape;
    final List<Node> nodes = new ArrayList<>();
    final List<Flow> flows = new ArrayList<>();
    final List<Node> entries = new ArrayList<>();
    final List<Node> exits = new ArrayList<>();

    Builder(FlowShape shape) {
      this.shape = shape;
    }

    void build() {
      Node start = add("start", Kind.START, -1);
      List<Integer> roots = new ArrayList<>();
      List<Integer> leaves = new ArrayList<>();
      for (int i = 0; i < shape.size(); i++) {
        if (shape.after().get(i).isEmpty()) {
          roots.add(i);
        }
        if (shape.successors(i).isEmpty()) {
          leaves.add(i);
        }
      }
      Node from = roots.size() > 1 ? linked(start, add("split", Kind.GATEWAY, -1)) : start;
      for (int i = 0; i < shape.size(); i++) {
        step(i);
      }
      Node to = leaves.size() > 1 ? add("join", Kind.GATEWAY, -1) : null;
      Node end = add("end", Kind.END, -1);
      roots.forEach(root -> link(from, entries.get(root)));
      for (int i = 0; i < shape.size(); i++) {
        for (int next : shape.successors(i)) {
          link(exits.get(i), entries.get(next));
        }
      }
      leaves.forEach(leaf -> link(exits.get(leaf), to == null ? end : to));
      if (to != null) {
        link(to, end);
      }
      if (shape.size() == 0) {
        link(start, end);
      }
    }

    private void step(int position) {
      int number = position + 1;
      Node join =
          shape.after().get(position).size() > 1 ? add("join_" + number, Kind.GATEWAY, -1) : null;
      Node call = add("step_" + number, Kind.CALL, position);
      if (join != null) {
        link(join, call);
      }
      entries.add(join == null ? call : join);
      boolean splits = shape.successors(position).size() > 1;
      exits.add(splits ? linked(call, add("split_" + number, Kind.GATEWAY, -1)) : call);
    }

    private Node add(String id, Kind kind, int position) {
      Node node = new Node(id, kind, position);
      nodes.add(node);
      return node;
    }

    private Node linked(Node source, Node target) {
      link(source, target);
      return target;
    }

    private void link(Node source, Node target) {
      flows.add(new Flow("flow_" + (flows.size() + 1), source, target));
    }
  }
}
