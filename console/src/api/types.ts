import type { Repaired } from "./attempts";
/** The shapes of `/api/v1`, as the server documents them at `/api/v1/openapi.json`. */

export type Role = "requester" | "approver" | "analyst" | "security" | "operator" | "admin";

export interface Session {
  username: string;
  displayName: string;
  tenant: string;
  roles: Role[];
  language: string;
}

export type RunState =
  | "pending"
  | "running"
  | "waiting"
  | "retrying"
  | "success"
  | "failed"
  | "cancelled"
  | "rolled_back";

export type StepState = RunState | "denied" | "skipped";

/** A decision's reason: the Rego package (or part of Aleff) that gives it, and its words. */
export interface Reason {
  source?: string;
  message: string;
}

export type Words = string | Reason;

export type Arguments = Record<string, unknown>;

export interface RunSummary {
  id: string;
  goal: string;
  task: string;
  arguments: Arguments;
  state: RunState;
  progress: number;
  requester: string;
  release: string;
  createdAt: string;
  finishedAt?: string | null;
  waitingFor?: string | null;
}

export interface Step extends Repaired {
  id: string;
  label: string;
  action: string;
  arguments: Arguments;
  connector?: string | null;
  operation?: string | null;
  after: string[];
  priority?: string;
  state: StepState;
  attempt: number;
  verdict?: string | null;
  reasons: Words[];
  risk?: number | null;
  sandbox?: string | null;
  startedAt?: string | null;
  finishedAt?: string | null;
  durationMs?: number | null;
  checkpoint?: string | null;
  error?: string | { code: string; message: string } | null;
  approvalId?: string | null;
  planRevision: number;
  actionDigest?: string | null;
}

export interface Rejection {
  method: string;
  cause: string;
  detail: string;
}

export interface TaskTreeTask {
  kind: "task";
  id: string;
  label: string;
  task: string;
  arguments: Arguments;
  method: string;
  reasons: Words[];
  rejected: Rejection[];
  children: TaskNode[];
}

export interface TaskTreeStep {
  kind: "step";
  stepId: string;
}

export type TaskNode = TaskTreeTask | TaskTreeStep;

export interface ResultFile {
  path: string;
  size: number;
  mediaType?: string;
}

export interface RunDetail extends RunSummary {
  outcome?: string | null;
  failure?: string | null;
  planRevision: number;
  steps: Step[];
  tree?: TaskNode | null;
  result?: ResultFile[];
}

export interface Tokens {
  elements: Record<string, { stepId?: string; state: StepState }>;
}

export interface TimelineEntry {
  seq: number;
  at: string;
  type: string;
  actor?: string | null;
  step?: string | null;
  summary: string;
  data?: unknown;
}

export interface OutputChunk {
  id?: string | number;
  at?: string;
  stream: string;
  text: string;
}

export interface FileEntry {
  path: string;
  name: string;
  size: number;
  directory: boolean;
  mediaType?: string | null;
}

export type ApprovalState = "open" | "approved" | "rejected" | "expired" | "void";

export interface ApprovalSummary {
  id: string;
  runId: string;
  stepId: string;
  goal: string;
  action: string;
  connector: string;
  operation: string;
  requester: string;
  groups: string[];
  required: number;
  approvals: number;
  risk?: number | null;
  state: ApprovalState;
  claimedBy?: string | null;
  createdAt: string;
  expiresAt?: string | null;
  digest: string;
  reversibility?: string | null;
}

export interface Signal {
  name: string;
  weight: number;
  evidence: string;
}

export interface Requirement {
  group: string;
  count: number;
  /** ISO-8601 duration, or seconds. */
  within?: string | number;
  reason?: string;
}

export interface Vote {
  by: string;
  at: string;
  verdict: string;
  comment?: string | null;
}

export interface CodeFile {
  path: string;
  text: string;
  sha256: string;
}

export interface AttachedFile {
  path: string;
  size: number;
  sha256: string;
  text?: string | null;
}

export interface ApprovalDetail extends ApprovalSummary {
  arguments: Arguments;
  code?: CodeFile[] | null;
  files?: AttachedFile[];
  diff?: string | null;
  preview?: string | null;
  reasons: Words[];
  signals: Signal[];
  requirements: Requirement[];
  decisions: Vote[];
  form?: Record<string, unknown> | null;
}

export interface Release {
  digest: string;
  createdAt: string;
  createdBy: string;
  message?: string | null;
  active: boolean;
  files?: number | string[];
}

export interface ReleaseFile {
  path: string;
  size?: number;
}

export interface AuditEvent {
  seq: number;
  at: string;
  type: string;
  actor?: string | null;
  runId?: string | null;
  stepId?: string | null;
  summary?: string | null;
  outcome?: string | null;
  hash: string;
  prevHash?: string | null;
  data?: unknown;
}

export interface AuditVerification {
  valid: boolean;
  events: number;
  head?: unknown;
  brokenAt?: number | null;
  reason?: string | null;
}

/** One thing that running actions needs; `fix` is empty when it is there. */
export interface Check {
  check: string;
  ok: boolean;
  detail: string;
  fix: string;
}

export interface DeadLetter {
  id: string;
  run: string;
  step: string;
  code: string;
  message: string;
  createdAt: string;
  resolution?: string | null;
}

export interface Diagnostic {
  code: string;
  severity?: string;
  path?: string;
  line?: number;
  column?: number;
  message: string;
  expected?: string | null;
  hint?: string | null;
}

/** RFC 9457, with Aleff's stable code. */
export interface Problem {
  type?: string;
  title?: string;
  status: number;
  detail?: string;
  code?: string;
  diagnostics?: Diagnostic[];
  nearest?: string[];
  nearestPhrases?: string[];
}

export interface Page<T> {
  items: T[];
  nextCursor?: string | null;
}

export interface NewRun {
  goal: string;
  files: File[];
  idempotencyKey: string;
}
