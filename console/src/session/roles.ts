import type { Role, Session } from "../api/types";

/** Who may do what. The server has the last word; this keeps hopeless buttons away. */
const DEEDS = {
  startRun: ["requester"],
  simulate: ["requester", "analyst", "security", "admin"],
  steerAnyRun: ["operator", "admin"],
  activateRelease: ["analyst", "security", "admin"],
  rollBackRelease: ["analyst", "security", "operator", "admin"],
  readAudit: ["security", "operator", "admin"],
  readChecks: ["analyst", "security", "operator", "admin"],
  settleDeadLetters: ["operator", "admin"],
} as const satisfies Record<string, readonly Role[]>;

export type Deed = keyof typeof DEEDS;

export function may(session: Session, deed: Deed): boolean {
  const allowed: readonly string[] = DEEDS[deed];
  return session.roles.some((role) => allowed.includes(role));
}

/** People steer their own runs; operators and administrators all of them. */
export function maySteer(session: Session, run: { requester: string }): boolean {
  const own = run.requester === session.username && session.roles.includes("requester");
  return own || may(session, "steerAnyRun");
}
