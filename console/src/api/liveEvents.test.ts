import { describe, expect, it } from "vitest";
import { joinOutput, readLiveEvent, withApproval, withRun, withRunInPages, withStep } from "./liveEvents";
import type { ApprovalSummary, OutputChunk, RunDetail, RunSummary, Step } from "./types";

const run = (id: string, more: Partial<RunSummary> = {}) => ({ id, state: "running", progress: 0, ...more }) as RunSummary;
const step = (id: string, more: Partial<Step> = {}) => ({ id, state: "pending", ...more }) as Step;
const out = (text: string, stream = "stdout"): OutputChunk => ({ stream, text });

describe("reading events", () => {
  it("reads what it knows and takes the rest for no event", () => {
    expect(readLiveEvent("run", '{"id":"r1","state":"failed"}')).toMatchObject({ type: "run", run: { id: "r1" } });
    expect(readLiveEvent("step", '{"runId":"r1","stepId":"s1"}')).toMatchObject({ runId: "r1", step: { id: "s1" } });
    expect(readLiveEvent("plan", '{"runId":"r1","revision":2}')).toEqual({ type: "plan", runId: "r1", revision: 2 });
    expect(readLiveEvent("reset", "")).toEqual({ type: "reset" });
    expect(readLiveEvent("run", "{broken")).toBeUndefined();
    expect(readLiveEvent("tomorrow", "{}")).toBeUndefined();
  });
});

describe("runs", () => {
  it("updates only the run it is about", () => {
    const detail = { ...run("r1"), steps: [] } as unknown as RunDetail;
    expect(withRun(detail, run("r1", { progress: 50 })).progress).toBe(50);
    expect(withRun(detail, run("r2", { progress: 50 }))).toBe(detail);
  });

  it("replaces a known step, so that an old error goes, and adds an unknown one", () => {
    const detail = { steps: [step("s1", { error: "row 17" })] } as RunDetail;
    const changed = withStep(withStep(detail, step("s1", { state: "success" })), step("s2"));
    expect(changed.steps.map(({ id, state, error }) => [id, state, error])).toEqual([
      ["s1", "success", undefined],
      ["s2", "pending", undefined],
    ]);
  });

  it("forgets what a run waited for when it goes on", () => {
    const detail = { ...run("r1", { waitingFor: "approval" }), steps: [] } as unknown as RunDetail;
    expect(withRun(detail, run("r1")).waitingFor).toBeNull();
  });

  it("keeps the place of a known run, puts a new one first and honours the filter", () => {
    const pages = [{ items: [run("r1")] }, { items: [run("r2")] }];
    const ids = (filter: { state: string; words: string }, changed: RunSummary) =>
      withRunInPages(pages, changed, filter).map((page) => page.items.map((each) => each.id));
    expect(ids({ state: "", words: "" }, run("r2", { progress: 9 }))).toEqual([["r1"], ["r2"]]);
    expect(ids({ state: "", words: "" }, run("r3"))).toEqual([["r3", "r1"], ["r2"]]);
    expect(ids({ state: "running", words: "" }, run("r2", { state: "failed" }))).toEqual([["r1"], []]);
    expect(ids({ state: "failed", words: "" }, run("r3"))).toEqual([["r1"], ["r2"]]);
    expect(ids({ state: "", words: "report" }, run("r3"))).toEqual([["r1"], ["r2"]]);
  });
});

describe("approvals", () => {
  it("moves a decided request out of the open ones", () => {
    const open = { id: "a1", state: "open" } as ApprovalSummary;
    const decided = { ...open, state: "approved" } as ApprovalSummary;
    expect(withApproval([], open, "open")).toHaveLength(1);
    expect(withApproval([open], decided, "open")).toHaveLength(0);
    expect(withApproval([open], decided, "all")[0]?.state).toBe("approved");
    expect(withApproval([], decided, "done")).toHaveLength(1);
  });
});

describe("output", () => {
  it("shows once what is stored and came live too", () => {
    const texts = (stored: OutputChunk[], live: OutputChunk[]) => joinOutput(stored, live).map(({ text }) => text);
    expect(texts([out("a"), out("b")], [out("b"), out("c")])).toEqual(["a", "b", "c"]);
    expect(texts([out("a")], [out("b")])).toEqual(["a", "b"]);
    expect(texts([out("a"), out("b")], [out("a"), out("b")])).toEqual(["a", "b"]);
    expect(texts([], [out("x")])).toEqual(["x"]);
    expect(texts([out("a", "stderr")], [out("a")])).toEqual(["a", "a"]);
  });
});
