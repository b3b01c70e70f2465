import type { ApprovalSummary, OutputChunk, Page, RunDetail, RunSummary, Step } from "./types";

/** What the stream can say. */
export type LiveEvent =
  | { type: "run"; run: RunSummary }
  | { type: "step"; runId: string; step: Step }
  | { type: "plan"; runId: string; revision: number }
  | { type: "output"; runId: string; stepId: string; chunk: OutputChunk }
  | { type: "approval"; approval: ApprovalSummary }
  | { type: "release" }
  | { type: "reset" };

/** Reads one event; an unknown type or broken data is no event. */
export function readLiveEvent(type: string, data: string): LiveEvent | undefined {
  if (type === "reset" || type === "release") {
    return { type };
  }
  let json: Record<string, unknown>;
  try {
    json = JSON.parse(data) as Record<string, unknown>;
  } catch {
    return undefined;
  }
  const runId = String(json.runId ?? "");
  switch (type) {
    case "run":
      return { type, run: { ...json, id: String(json.id ?? runId) } as unknown as RunSummary };
    case "step":
      return { type, runId, step: { ...json, id: String(json.id ?? json.stepId) } as unknown as Step };
    case "plan":
      return { type, runId, revision: Number(json.revision) };
    case "output": {
      const chunk = { stream: String(json.stream ?? "stdout"), text: String(json.text ?? "") };
      return { type, runId, stepId: String(json.stepId), chunk };
    }
    case "approval":
      return { type, approval: json as unknown as ApprovalSummary };
    default:
      return undefined;
  }
}

/**
 * Events carry whole records without their empty fields, so what an event does not name is gone:
 * a run that waits no longer has no `waitingFor`.
 */
export function withRun(detail: RunDetail, run: RunSummary): RunDetail {
  return detail.id === run.id ? { ...detail, waitingFor: null, finishedAt: null, ...run } : detail;
}

export function withStep(detail: RunDetail, step: Step): RunDetail {
  const known = detail.steps.some((each) => each.id === step.id);
  const steps = known
    ? detail.steps.map((each) => (each.id === step.id ? step : each))
    : [...detail.steps, step];
  return { ...detail, steps };
}

/**
 * A changed run stays where it is, or leaves when it no longer fits the filter; a new one comes
 * first, unless words were searched for, which only the server can match.
 */
export function withRunInPages(
  pages: Page<RunSummary>[],
  run: RunSummary,
  filter: { state: string; words: string },
): Page<RunSummary>[] {
  const fits = filter.state === "" || run.state === filter.state;
  const known = pages.some((page) => page.items.some((each) => each.id === run.id));
  if (known) {
    const items = (page: Page<RunSummary>) =>
      fits
        ? page.items.map((each) => (each.id === run.id ? run : each))
        : page.items.filter((each) => each.id !== run.id);
    return pages.map((page) => ({ ...page, items: items(page) }));
  }
  const [first, ...others] = pages;
  return fits && filter.words === "" && first
    ? [{ ...first, items: [run, ...first.items] }, ...others]
    : pages;
}

export function withApproval(
  list: ApprovalSummary[],
  approval: ApprovalSummary,
  shown: "open" | "done" | "all",
): ApprovalSummary[] {
  const fits = shown === "all" || (approval.state === "open") === (shown === "open");
  const known = list.some((each) => each.id === approval.id);
  if (known) {
    return fits
      ? list.map((each) => (each.id === approval.id ? approval : each))
      : list.filter((each) => each.id !== approval.id);
  }
  return fits ? [...list, approval] : list;
}

/**
 * Puts live chunks behind the stored ones. Chunks that arrived while the stored ones were on their
 * way may be in both: the longest overlap is kept once.
 */
export function joinOutput(stored: OutputChunk[], live: OutputChunk[]): OutputChunk[] {
  const same = (a: OutputChunk | undefined, b: OutputChunk | undefined) =>
    a !== undefined && b !== undefined && a.text === b.text && a.stream === b.stream;
  for (let size = Math.min(stored.length, live.length); size > 0; size -= 1) {
    const from = stored.length - size;
    if (live.slice(0, size).every((chunk, index) => same(chunk, stored[from + index]))) {
      return [...stored, ...live.slice(size)];
    }
  }
  return [...stored, ...live];
}
