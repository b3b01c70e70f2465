import { getBlob, getJson, getText, send, url } from "./client";
import type {
  ApprovalDetail,
  ApprovalSummary,
  AuditEvent,
  AuditVerification,
  Check,
  DeadLetter,
  FileEntry,
  NewRun,
  OutputChunk,
  Page,
  Release,
  ReleaseFile,
  RunDetail,
  RunSummary,
  Session,
  TimelineEntry,
  Tokens,
} from "./types";
import type { Checkpoint, WorkspaceDiff } from "./workspaceTypes";

const part = encodeURIComponent;

/** Lists come bare or as a page; both read as an array. */
function itemsOf<T>(answer: T[] | Page<T>): T[] {
  return Array.isArray(answer) ? answer : answer.items;
}

export const session = {
  read: () => getJson<Session>("/session"),
  login: (username: string, password: string) =>
    send<Session>("POST", "/session", { username, password }),
  logout: () => send<unknown>("DELETE", "/session"),
};

export const runs = {
  page: (state: string, q: string, cursor: string | undefined, signal: AbortSignal) =>
    getJson<Page<RunSummary>>("/runs", { state, q, limit: 50, cursor }, signal),
  create({ goal, files, idempotencyKey }: NewRun) {
    const form = new FormData();
    const request = JSON.stringify({ goal, idempotencyKey });
    form.append("request", new Blob([request], { type: "application/json" }), "request.json");
    files.forEach((file) => form.append("files", file, file.name));
    return send<RunSummary>("POST", "/runs", form);
  },
  one: (id: string) => getJson<RunDetail>(`/runs/${part(id)}`),
  bpmn: (id: string, revision: number) => getText(`/runs/${part(id)}/bpmn`, { revision }),
  tokens: (id: string, revision: number) =>
    getJson<Tokens>(`/runs/${part(id)}/tokens`, { revision }),
  timeline: async (id: string) =>
    itemsOf(await getJson<TimelineEntry[] | Page<TimelineEntry>>(`/runs/${part(id)}/timeline`)),
  output: async (id: string, step: string) =>
    itemsOf(
      await getJson<OutputChunk[] | Page<OutputChunk>>(
        `/runs/${part(id)}/steps/${part(step)}/output`,
      ),
    ),
  checkpoints: (id: string) => getJson<Checkpoint[]>(`/runs/${part(id)}/checkpoints`),
  diff: (id: string, from: string, to: string, path?: string) =>
    getJson<WorkspaceDiff>(`/runs/${part(id)}/diff`, { from, to, path }),
  files: async (id: string, path: string, checkpoint?: string) =>
    itemsOf(
      await getJson<FileEntry[] | Page<FileEntry>>(`/runs/${part(id)}/files`, { path, checkpoint }),
    ),
  fileUrl: (id: string, path: string, checkpoint?: string) =>
    url(`/runs/${part(id)}/file`, { path, checkpoint }),
  file: (id: string, path: string, checkpoint?: string) =>
    getBlob(`/runs/${part(id)}/file`, { path, checkpoint }),
  archiveUrl: (id: string, checkpoint?: string) => url(`/runs/${part(id)}/archive`, { checkpoint }),
  restore: (id: string, checkpoint: string, path?: string) =>
    send<RunSummary>("POST", `/runs/${part(id)}/restore`, { checkpoint, path }),
  cancel: (id: string) => send<RunSummary>("POST", `/runs/${part(id)}/cancel`),
  retry: (id: string, from: "start" | "failed") =>
    send<RunSummary>("POST", `/runs/${part(id)}/retry`, { from }),
  rollback: (id: string) => send<RunSummary>("POST", `/runs/${part(id)}/rollback`),
};

export const approvals = {
  list: async (state: "open" | "done" | "all") =>
    (await getJson<Page<ApprovalSummary>>("/approvals", { state })).items,
  one: (id: string) => getJson<ApprovalDetail>(`/approvals/${part(id)}`),
  claim: (id: string) => send<ApprovalSummary>("POST", `/approvals/${part(id)}/claim`),
  release: (id: string) => send<ApprovalSummary>("POST", `/approvals/${part(id)}/release`),
  approve: (id: string, digest: string, comment: string) =>
    send<ApprovalSummary>("POST", `/approvals/${part(id)}/approve`, {
      digest,
      ...(comment ? { comment } : {}),
    }),
  reject: (id: string, digest: string, reason: string) =>
    send<ApprovalSummary>("POST", `/approvals/${part(id)}/reject`, { digest, reason }),
};

export const releases = {
  list: async () => itemsOf(await getJson<Release[] | Page<Release>>("/releases")),
  files: async (digest: string) => {
    const files = await getJson<(string | ReleaseFile)[]>(`/releases/${part(digest)}/files`);
    return files.map((file) => (typeof file === "string" ? { path: file } : file));
  },
  content: (digest: string, path: string) =>
    getText(`/releases/${part(digest)}/files/content`, { path }),
  activate: (digest: string) => send<Release>("POST", `/releases/${part(digest)}/activate`),
  rollback: () => send<Release>("POST", "/releases/rollback"),
};

export const operations = {
  checks: () => getJson<Check[]>("/doctor"),
  deadLetters: () => getJson<DeadLetter[]>("/dead-letters"),
  settle: (id: string, verdict: "replay" | "discard") =>
    send<DeadLetter>("POST", `/dead-letters/${part(id)}/${verdict}`),
};

export const audit = {
  page: async (run: string, after: number | undefined, limit: number) =>
    itemsOf(await getJson<AuditEvent[] | Page<AuditEvent>>("/audit", { run, after, limit })),
  verify: () => getJson<AuditVerification>("/audit/verify"),
  exportUrl: () => url("/audit/export"),
};
