import { describe, expect, it } from "vitest";
import type { Step, StepState, TaskNode, TimelineEntry } from "../api/types";
import { canCancel, canRetry, canRollBack, liveliest } from "./runActions";
import { isPrefix, terminalText } from "./terminalText";
import { filterEntries } from "./timelineFilter";
import { stateOfTask, stepsOutside } from "./tree";

const step = (id: string, state: StepState, startedAt?: string) => ({ id, state, startedAt }) as Step;
const out = (text: string, stream = "stdout") => ({ stream, text });

describe("task tree", () => {
  const tree = { kind: "task", id: "t", children: [{ kind: "step", stepId: "a" }, { kind: "step", stepId: "b" }] } as unknown as TaskNode;
  const state = (a: StepState, b: StepState) => stateOfTask(tree, new Map([["a", step("a", a)], ["b", step("b", b)]]));

  it("sums the states of the steps below up", () => {
    expect(state("success", "success")).toBe("success");
    expect(state("success", "running")).toBe("running");
    expect(state("failed", "waiting")).toBe("waiting");
    expect(state("success", "failed")).toBe("failed");
    expect(state("success", "pending")).toBe("running");
    expect(state("pending", "pending")).toBe("pending");
    expect(state("skipped", "skipped")).toBe("skipped");
  });

  it("finds the steps that only earlier plans had", () => {
    expect(stepsOutside(tree, [step("a", "success"), step("z", "denied")]).map(({ id }) => id)).toEqual(["z"]);
  });
});

describe("actions", () => {
  it("offers what the state allows", () => {
    expect([canCancel("running"), canCancel("success")]).toEqual([true, false]);
    expect([canRetry("failed"), canRetry("running"), canRetry("rolled_back")]).toEqual([true, false, false]);
    expect([canRollBack("success"), canRollBack("waiting")]).toEqual([true, false]);
  });

  it("shows the output of the running step, else of the latest", () => {
    const done = [step("a", "success", "2026-01-01T00:00:02Z"), step("b", "failed", "2026-01-01T00:00:01Z")];
    expect(liveliest(done)?.id).toBe("a");
    expect(liveliest([...done, step("c", "running", "2026-01-01T00:00:00Z")])?.id).toBe("c");
    expect(liveliest([step("d", "pending")])).toBeUndefined();
  });
});

describe("terminal", () => {
  it("keeps colours and drops sequences that could fool the reader", () => {
    expect(terminalText(out("\u001b[32mok\u001b[0m"))).toBe("\u001b[32mok\u001b[0m");
    expect(terminalText(out("a\u001b[2J\u001b[1;1Hb"))).toBe("ab");
    expect(terminalText(out("\u001b]0;title\u0007x"))).toBe("x");
    expect(terminalText(out("\u001b]8;;http://evil.example\u001b\\link\u001b]8;;\u001b\\"))).toBe("link");
    expect(terminalText(out("\u001b[?1049hx\u0007"))).toBe("x");
    expect(terminalText(out("bad", "stderr"))).toBe("\u001b[31mbad\u001b[39m");
  });

  it("writes only what is new", () => {
    expect(isPrefix([out("a")], [out("a"), out("b")])).toBe(true);
    expect(isPrefix([out("x")], [out("a"), out("b")])).toBe(false);
    expect(isPrefix([out("a"), out("b")], [out("a")])).toBe(false);
  });
});

describe("timeline", () => {
  it("filters by type and by every word", () => {
    const entries = [
      { seq: 1, type: "plan.made", summary: "Plan 1", data: {} },
      { seq: 2, type: "decision.deny", summary: "fetch is denied", data: { host: "example.net" } },
    ] as TimelineEntry[];
    const found = (type: string, words: string) => filterEntries(entries, type, words).map(({ seq }) => seq);
    expect(found("", "")).toEqual([1, 2]);
    expect(found("plan.made", "")).toEqual([1]);
    expect(found("", "DENIED example")).toEqual([2]);
    expect(found("plan.made", "denied")).toEqual([]);
  });
});
