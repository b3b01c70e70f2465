import { useQueryClient, type InfiniteData, type QueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { url } from "./client";
import { openEventStream, type ConnectionState } from "./eventStream";
import { readLiveEvent, withApproval, withRun, withRunInPages, withStep, type LiveEvent } from "./liveEvents";
import { keys } from "./queries";
import type { ApprovalSummary, OutputChunk, Page, RunDetail, RunSummary } from "./types";

type OutputListener = (chunk: OutputChunk) => void;

interface Live {
  connection: ConnectionState;
  onOutput: (runId: string, stepId: string, listener: OutputListener) => () => void;
}

const LiveContext = createContext<Live>({ connection: "connecting", onOutput: () => () => undefined });

export const useLive = () => useContext(LiveContext);

/** Holds the tab's only event stream and brings what it says into the query cache. */
export function LiveProvider({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const [connection, setConnection] = useState<ConnectionState>("connecting");
  const [output] = useState(() => new Map<string, Set<OutputListener>>());

  useEffect(() => {
    return openEventStream(url("/events"), {
      state(state) {
        setConnection(state);
        if (state === "live") {
          // What changed between a query's snapshot and the stream's start was in neither.
          void client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== "session" });
        }
      },
      event(raw) {
        const event = readLiveEvent(raw.type, raw.data);
        if (event?.type === "output") {
          output.get(`${event.runId}/${event.stepId}`)?.forEach((listen) => listen(event.chunk));
        } else if (event) {
          apply(client, event);
        }
      },
      unauthenticated: () => void client.invalidateQueries({ queryKey: keys.session }),
    });
  }, [client, output]);

  const live = useMemo<Live>(
    () => ({
      connection,
      onOutput(runId, stepId, listener) {
        const key = `${runId}/${stepId}`;
        const listeners = output.get(key) ?? new Set();
        output.set(key, listeners.add(listener));
        return () => listeners.delete(listener);
      },
    }),
    [connection, output],
  );
  return <LiveContext value={live}>{children}</LiveContext>;
}

function apply(client: QueryClient, event: Exclude<LiveEvent, { type: "output" }>): void {
  switch (event.type) {
    case "run":
      applyRun(client, event.run);
      break;
    case "step":
      client.setQueryData<RunDetail>(keys.run(event.runId), (run) => run && withStep(run, event.step));
      refresh(client, keys.tokens(event.runId));
      refresh(client, keys.timeline(event.runId));
      if (event.step.finishedAt) {
        // The event does not say which files the step left.
        refresh(client, keys.run(event.runId));
        refresh(client, keys.files(event.runId));
      }
      break;
    case "plan":
      refresh(client, keys.run(event.runId));
      refresh(client, keys.tokens(event.runId));
      break;
    case "approval":
      applyApproval(client, event.approval);
      break;
    case "release":
      refresh(client, keys.releases);
      break;
    case "reset":
      void client.invalidateQueries();
  }
}

function applyRun(client: QueryClient, run: RunSummary): void {
  client.setQueryData<RunDetail>(keys.run(run.id), (detail) => detail && withRun(detail, run));
  const lists = client.getQueriesData<InfiniteData<Page<RunSummary>>>({ queryKey: keys.runs });
  for (const [key, data] of lists) {
    const [, state, words] = key as [string, string, string];
    client.setQueryData(key, data && { ...data, pages: withRunInPages(data.pages, run, { state, words }) });
  }
  if (run.finishedAt) {
    refresh(client, keys.run(run.id));
    refresh(client, keys.timeline(run.id));
    refresh(client, keys.files(run.id));
  }
}

function applyApproval(client: QueryClient, approval: ApprovalSummary): void {
  for (const shown of ["open", "done", "all"] as const) {
    client.setQueryData<ApprovalSummary[]>(keys.approvals(shown), (list) => list && withApproval(list, approval, shown));
  }
  refresh(client, keys.approval(approval.id));
}

function refresh(client: QueryClient, queryKey: readonly unknown[]): void {
  void client.invalidateQueries({ queryKey });
}
