import type { RunState, Step } from "../api/types";

const ACTIVE: RunState[] = ["pending", "running", "waiting", "retrying"];

/** The server decides; these only keep hopeless buttons away. */
export const canCancel = (state: RunState) => ACTIVE.includes(state);
export const canRetry = (state: RunState) => state === "failed" || state === "cancelled";
export const canRollBack = (state: RunState) =>
  state === "success" || state === "failed" || state === "cancelled";

/** The step whose output is worth seeing first: the one running, else the last that ran. */
export function liveliest(steps: Step[]): Step | undefined {
  const started = steps.filter((step) => step.startedAt);
  return (
    started.find((step) => step.state === "running" || step.state === "retrying") ??
    started.toSorted((a, b) => (a.startedAt ?? "").localeCompare(b.startedAt ?? "")).at(-1)
  );
}
