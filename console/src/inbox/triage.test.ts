import { describe, expect, it } from "vitest";
import type { Session } from "../api/types";
import { nextAfter, obstacle, triage } from "./triage";

const IDS = ["a", "b", "c"];
const session = (username: string, ...roles: Session["roles"]) => ({ username, roles }) as Session;
const request = { state: "open" as const, requester: "rui", groups: ["approver"], decisions: [] };

describe("keyboard triage", () => {
  it("moves through the list and stops at its ends", () => {
    expect(triage("j", IDS, undefined)).toEqual({ kind: "select", id: "a" });
    expect(triage("k", IDS, undefined)).toEqual({ kind: "select", id: "c" });
    expect(triage("j", IDS, "a")).toEqual({ kind: "select", id: "b" });
    expect(triage("k", IDS, "b")).toEqual({ kind: "select", id: "a" });
    expect(triage("j", IDS, "c")).toBeUndefined();
    expect(triage("k", IDS, "a")).toBeUndefined();
    expect(triage("j", [], undefined)).toBeUndefined();
  });

  it("acts on the selected request only", () => {
    expect(["a", "r", "c"].map((key) => triage(key, IDS, "b")?.kind)).toEqual(["approve", "reject", "claim"]);
    expect(["a", "r", "c"].map((key) => triage(key, IDS, undefined))).toEqual([undefined, undefined, undefined]);
    expect(triage("Enter", IDS, undefined)).toEqual({ kind: "select", id: "a" });
    expect(triage("Enter", IDS, "b")).toEqual({ kind: "focus-detail" });
    expect(triage("x", IDS, "b")).toBeUndefined();
  });

  it("goes on with the next request, or the one before the last", () => {
    expect(IDS.map((id) => nextAfter(IDS, id))).toEqual(["b", "c", "b"]);
    expect(nextAfter(["a"], "a")).toBeUndefined();
  });
});

describe("obstacles", () => {
  it("lets an approver decide someone else's open request", () => {
    expect(obstacle(request, session("ana", "approver"))).toBeUndefined();
  });

  it("names what is in the way", () => {
    const vote = { by: "ana", at: "", verdict: "approved" };
    expect(obstacle(request, session("rui", "approver"))?.key).toBe("inbox.ownRequest");
    expect(obstacle(request, session("ana", "requester"))?.key).toBe("inbox.wrongGroup");
    expect(obstacle(request, session("ana", "requester"))?.lasting).toBe(true);
    expect(obstacle({ ...request, decisions: [vote] }, session("ana", "approver"))?.key).toBe("inbox.alreadyVoted");
    expect(obstacle({ ...request, state: "expired" }, session("ana", "approver"))?.key).toBe("inbox.notOpen");
  });

  it("leaves groups that are no roles to the server", () => {
    expect(obstacle({ ...request, groups: ["finance"] }, session("ana", "approver"))).toBeUndefined();
  });
});
