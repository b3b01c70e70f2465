import type { ApprovalSummary, Session, Vote } from "../api/types";

/** What a key asks for in the inbox. */
export type TriageCommand =
  | { kind: "select"; id: string }
  | { kind: "focus-detail" }
  | { kind: "approve" }
  | { kind: "reject" }
  | { kind: "claim" };

/** Keyboard triage: j and k move through the list, letters act on the selected request. */
export function triage(key: string, ids: string[], selected: string | undefined): TriageCommand | undefined {
  const at = selected === undefined ? -1 : ids.indexOf(selected);
  switch (key) {
    case "j":
    case "k": {
      const step = key === "j" ? 1 : -1;
      const next = at < 0 ? (key === "j" ? 0 : ids.length - 1) : at + step;
      const id = ids[Math.min(Math.max(next, 0), ids.length - 1)];
      return id === undefined || id === selected ? undefined : { kind: "select", id };
    }
    case "Enter":
      return selected === undefined ? selectFirst(ids) : { kind: "focus-detail" };
    case "a":
      return selected === undefined ? undefined : { kind: "approve" };
    case "r":
      return selected === undefined ? undefined : { kind: "reject" };
    case "c":
      return selected === undefined ? undefined : { kind: "claim" };
    default:
      return undefined;
  }
}

function selectFirst(ids: string[]): TriageCommand | undefined {
  return ids[0] === undefined ? undefined : { kind: "select", id: ids[0] };
}

/** After a decision the next open request comes up, so that triage goes on without a reach. */
export function nextAfter(ids: string[], decided: string): string | undefined {
  const at = ids.indexOf(decided);
  return ids[at + 1] ?? ids[at - 1];
}

export interface Obstacle {
  key: string;
  values?: Record<string, string>;
  /** No vote of anybody else will change it, so there is nothing to press. */
  lasting?: boolean;
}

type Voting = Pick<ApprovalSummary, "state" | "requester" | "groups"> & { decisions: Vote[] };

/** Why this person cannot decide this request; the server has the last word. */
export function obstacle(approval: Voting, session: Session): Obstacle | undefined {
  if (approval.state !== "open") {
    return { key: "inbox.notOpen", values: { state: approval.state } };
  }
  if (approval.requester === session.username) {
    return { key: "inbox.ownRequest", lasting: true };
  }
  if (approval.decisions.some((vote) => vote.by === session.username)) {
    return { key: "inbox.alreadyVoted" };
  }
  const member = approval.groups.some((group) => session.roles.some((role) => role === group));
  const named = approval.groups.every((group) => ROLES.has(group));
  if (approval.groups.length > 0 && named && !member && !session.roles.includes("admin")) {
    return { key: "inbox.wrongGroup", values: { groups: approval.groups.join(", ") }, lasting: true };
  }
  return undefined;
}

/** Groups that are roles can be judged here; the members of others only the server knows. */
const ROLES: ReadonlySet<string> = new Set([
  "requester",
  "approver",
  "analyst",
  "security",
  "operator",
  "admin",
]);
