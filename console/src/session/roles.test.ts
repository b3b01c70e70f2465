import { describe, expect, it } from "vitest";
import type { Role, Session } from "../api/types";
import { may, maySteer } from "./roles";

const session = (username: string, ...roles: Role[]): Session => ({
  username,
  displayName: username,
  tenant: "default",
  roles,
  language: "en",
});

describe("roles", () => {
  it("keep what others do away", () => {
    expect(may(session("rui", "requester"), "startRun")).toBe(true);
    expect(may(session("ana", "approver"), "startRun")).toBe(false);
    expect(may(session("ana", "approver", "operator"), "readAudit")).toBe(true);
  });

  it("let people steer their own runs, and operators all", () => {
    const run = { requester: "rui" };
    expect(maySteer(session("rui", "requester"), run)).toBe(true);
    expect(maySteer(session("eva", "requester"), run)).toBe(false);
    expect(maySteer(session("ana", "approver"), run)).toBe(false);
    expect(maySteer(session("olga", "operator"), run)).toBe(true);
  });
});
