import type { Step, StepState, TaskNode } from "../api/types";

export function stepIds(node: TaskNode): string[] {
  return node.kind === "step" ? [node.stepId] : node.children.flatMap(stepIds);
}

/** The most telling first: a task is what the first of these is that any of its steps is in. */
const PRECEDENCE: StepState[] = ["running", "retrying", "waiting", "failed", "denied", "cancelled", "rolled_back"];

export function stateOfTask(node: TaskNode, steps: Map<string, Step>): StepState {
  const states = stepIds(node).map((id) => steps.get(id)?.state ?? "pending");
  const telling = PRECEDENCE.find((state) => states.includes(state));
  if (telling) {
    return telling;
  }
  if (states.length === 0 || states.every((state) => state === "success" || state === "skipped")) {
    return states.length > 0 && states.every((state) => state === "skipped") ? "skipped" : "success";
  }
  return states.includes("success") ? "running" : "pending";
}

/** Steps that only earlier plans had: denied, failed or skipped ones. */
export function stepsOutside(tree: TaskNode, steps: Step[]): Step[] {
  const inside = new Set(stepIds(tree));
  return steps.filter((step) => !inside.has(step.id));
}
