import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { approvals, audit, operations, releases, runs, session } from "./endpoints";
import { ApiError } from "./problem";

/** Every key of the query cache; a prefix names a family. */
export const keys = {
  session: ["session"] as const,
  runs: ["runs"] as const,
  run: (id: string) => ["run", id] as const,
  bpmn: (id: string, revision: number) => ["bpmn", id, revision] as const,
  tokens: (id: string) => ["tokens", id] as const,
  timeline: (id: string) => ["timeline", id] as const,
  output: (id: string, step: string) => ["output", id, step] as const,
  diff: (id: string, from: string, to: string, path = "") => ["diff", id, from, to, path] as const,
  checkpoints: (id: string) => ["files", id, "checkpoints"] as const,
  files: (id: string) => ["files", id] as const,
  file: (id: string, path: string, checkpoint = "") => ["file", id, path, checkpoint] as const,
  approvals: (state: string) => ["approvals", state] as const,
  approval: (id: string) => ["approval", id] as const,
  releases: ["releases"] as const,
  audit: ["audit"] as const,
  checks: ["checks"] as const,
  deadLetters: ["dead-letters"] as const,
};

/** A refusal stays a refusal: only a broken connection or server is worth a second try. */
export function worthRetrying(failures: number, error: unknown): boolean {
  const passing = !(error instanceof ApiError) || error.status === 0 || error.status >= 500;
  return passing && failures < 2;
}

export const useSessionQuery = () =>
  useQuery({ queryKey: keys.session, queryFn: session.read, staleTime: Infinity });

export const useRuns = (state: string, q: string) =>
  useInfiniteQuery({
    queryKey: [...keys.runs, state, q],
    queryFn: ({ pageParam, signal }) => runs.page(state, q, pageParam, signal),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (page) => page.nextCursor ?? undefined,
    placeholderData: keepPreviousData,
  });

export const useRun = (id: string) =>
  useQuery({ queryKey: keys.run(id), queryFn: () => runs.one(id) });

export const useBpmn = (id: string, revision: number) =>
  useQuery({
    queryKey: keys.bpmn(id, revision),
    queryFn: () => runs.bpmn(id, revision),
    enabled: revision > 0,
    staleTime: Infinity,
  });

export const useTokens = (id: string, revision: number) =>
  useQuery({
    queryKey: [...keys.tokens(id), revision],
    queryFn: () => runs.tokens(id, revision),
    enabled: revision > 0,
    placeholderData: keepPreviousData,
  });

export const useTimeline = (id: string) =>
  useQuery({ queryKey: keys.timeline(id), queryFn: () => runs.timeline(id) });

export const useOutput = (id: string, step: string) =>
  useQuery({
    queryKey: keys.output(id, step),
    queryFn: () => runs.output(id, step),
    enabled: step !== "",
    gcTime: 0,
  });

export const useCheckpoints = (id: string) =>
  useQuery({ queryKey: keys.checkpoints(id), queryFn: () => runs.checkpoints(id) });

/** What lies between two checkpoints never changes. */
export const useDiff = (id: string, from: string, to: string, path?: string, enabled = true) =>
  useQuery({
    queryKey: keys.diff(id, from, to, path),
    queryFn: () => runs.diff(id, from, to, path),
    enabled,
    staleTime: Infinity,
  });

/** Without a checkpoint the newest. */
export const useFiles = (id: string, path: string, checkpoint?: string) =>
  useQuery({
    queryKey: [...keys.files(id), "folder", checkpoint ?? "", path],
    queryFn: () => runs.files(id, path, checkpoint),
  });

export const useFile = (id: string, path: string, checkpoint: string | undefined, enabled: boolean) =>
  useQuery({
    queryKey: keys.file(id, path, checkpoint),
    queryFn: () => runs.file(id, path, checkpoint),
    enabled,
  });

export const useApprovals = (state: "open" | "done" | "all") =>
  useQuery({ queryKey: keys.approvals(state), queryFn: () => approvals.list(state) });

export const useApproval = (id: string) =>
  useQuery({ queryKey: keys.approval(id), queryFn: () => approvals.one(id) });

export const useReleases = () => useQuery({ queryKey: keys.releases, queryFn: releases.list });

export const useReleaseFiles = (digest: string) =>
  useQuery({
    queryKey: [...keys.releases, digest, "files"],
    queryFn: () => releases.files(digest),
    staleTime: Infinity,
  });

export const useReleaseContent = (digest: string, path: string) =>
  useQuery({
    queryKey: [...keys.releases, digest, "content", path],
    queryFn: () => releases.content(digest, path),
    enabled: path !== "",
    staleTime: Infinity,
  });

export const useChecks = () => useQuery({ queryKey: keys.checks, queryFn: operations.checks, staleTime: 0 });

export const useDeadLetters = () =>
  useQuery({ queryKey: keys.deadLetters, queryFn: operations.deadLetters, staleTime: 0 });

const AUDIT_PAGE = 200;

export const useAudit = (run: string) =>
  useInfiniteQuery({
    queryKey: [...keys.audit, run],
    queryFn: ({ pageParam }) => audit.page(run, pageParam, AUDIT_PAGE),
    initialPageParam: undefined as number | undefined,
    getNextPageParam: (page) => (page.length < AUDIT_PAGE ? undefined : page.at(-1)?.seq),
    placeholderData: keepPreviousData,
  });
