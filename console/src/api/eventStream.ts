/** One event of a server-sent-events stream. */
export interface StreamEvent {
  id: string;
  type: string;
  data: string;
}

/** Incremental parser for `text/event-stream`: feed it text as it arrives. */
export class EventStreamParser {
  private rest = "";
  private data: string[] = [];
  private type = "";
  private lastId: string;

  constructor(lastId = "") {
    this.lastId = lastId;
  }

  push(text: string): StreamEvent[] {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): StreamEvent[] {
    if (line === "") {
      return this.dispatch();
    }
    const colon = line.indexOf(":");
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (field === "data") {
      this.data.push(value);
    } else if (field === "event") {
      this.type = value;
    } else if (field === "id" && !value.includes("\0")) {
      this.lastId = value;
    }
    return [];
  }

  private dispatch(): StreamEvent[] {
    const { data, type } = this;
    this.data = [];
    this.type = "";
    return data.length === 0
      ? []
      : [{ id: this.lastId, type: type || "message", data: data.join("\n") }];
  }
}

/** Wait before the n-th attempt to reconnect: doubling from 1 s to 30 s, with up to 50 % jitter. */
export function backoff(attempt: number, random: () => number = Math.random): number {
  const base = Math.min(30_000, 1000 * 2 ** Math.max(0, attempt - 1));
  return Math.round(base * (0.5 + random() * 0.5));
}

export type ConnectionState = "connecting" | "live" | "waiting" | "offline";

interface Listener {
  event: (event: StreamEvent) => void;
  state: (state: ConnectionState) => void;
  unauthenticated: () => void;
}

/** The server sends a heartbeat every 15 s; three missed ones mean that the connection is dead. */
const SILENCE_MS = 45_000;

/** Keeps one stream open until closed; resumes where it stopped by `Last-Event-ID`. */
export function openEventStream(address: string, listener: Listener): () => void {
  const ended = new AbortController();
  let lastId = "";
  let attempt = 0;

  const read = async (): Promise<void> => {
    const connection = new AbortController();
    const abort = () => connection.abort();
    ended.signal.addEventListener("abort", abort);
    let silence = setTimeout(abort, SILENCE_MS);
    try {
      const headers: Record<string, string> = { Accept: "text/event-stream" };
      if (lastId) {
        headers["Last-Event-ID"] = lastId;
      }
      const init = { headers, signal: connection.signal, credentials: "same-origin" } as const;
      const response = await fetch(address, { ...init, cache: "no-store" });
      if (response.status === 401) {
        ended.abort();
        listener.unauthenticated();
        return;
      }
      if (!response.ok || response.body === null) {
        return;
      }
      listener.state("live");
      const parser = new EventStreamParser(lastId);
      const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
      for (;;) {
        const { done, value } = await reader.read();
        if (done) {
          return;
        }
        attempt = 0;
        clearTimeout(silence);
        silence = setTimeout(abort, SILENCE_MS);
        for (const event of parser.push(value)) {
          lastId = event.id;
          listener.event(event);
        }
      }
    } finally {
      clearTimeout(silence);
      ended.signal.removeEventListener("abort", abort);
    }
  };

  const keepOpen = async (): Promise<void> => {
    while (!ended.signal.aborted) {
      listener.state("connecting");
      await read().catch(() => undefined);
      if (!ended.signal.aborted) {
        attempt += 1;
        listener.state(navigator.onLine ? "waiting" : "offline");
        await pause(backoff(attempt), ended.signal);
      }
    }
  };

  void keepOpen();
  return () => ended.abort();
}

/** Waits, but no longer than until the browser is online again or the stream is closed. */
function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      window.removeEventListener("online", done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, ms);
    window.addEventListener("online", done);
    signal.addEventListener("abort", done);
  });
}
