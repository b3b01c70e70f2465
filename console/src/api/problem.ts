import type { Diagnostic, Problem } from "./types";

/** A refusal or failure of the API, with the code that the messages are chosen by. */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly diagnostics: Diagnostic[];
  readonly suggestions: string[];

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title ?? `HTTP ${problem.status}`);
    this.name = "ApiError";
    this.status = problem.status;
    this.code = problem.code ?? "";
    this.detail = problem.detail ?? problem.title ?? "";
    this.diagnostics = problem.diagnostics ?? [];
    this.suggestions = problem.nearestPhrases ?? problem.nearest ?? [];
  }
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const strings = (value: unknown): string[] | undefined =>
  Array.isArray(value) ? value.filter((item): item is string => typeof item === "string") : undefined;

/** Reads whatever body a failed response has; an unreadable one still yields the status. */
export function problemOf(status: number, body: string): Problem {
  try {
    const json: unknown = JSON.parse(body);
    if (isRecord(json)) {
      const text = (key: string) => (typeof json[key] === "string" ? json[key] : undefined);
      return {
        status,
        title: text("title"),
        detail: text("detail") ?? text("message"),
        code: text("code"),
        diagnostics: Array.isArray(json.diagnostics) ? (json.diagnostics as Diagnostic[]) : undefined,
        nearestPhrases: strings(json.nearestPhrases) ?? strings(json.nearest),
      };
    }
  } catch {
    // Not JSON: a proxy's page or an empty body; the status says enough.
  }
  return { status };
}

const KNOWN_CODES = [
  "own-request",
  "wrong-group",
  "expired",
  "already-decided",
  "digest-mismatch",
  "second-vote",
  "already-claimed",
] as const;

const BY_STATUS: Record<number, string> = {
  0: "network",
  400: "badRequest",
  401: "unauthenticated",
  403: "forbidden",
  404: "notFound",
  409: "conflict",
  413: "tooLarge",
  422: "unprocessable",
  429: "tooMany",
};

/** The message key that explains an error in plain words. */
export function explanationKey(error: unknown): string {
  if (!(error instanceof ApiError)) {
    return "error.unexpected";
  }
  if ((KNOWN_CODES as readonly string[]).includes(error.code)) {
    return `error.code.${error.code}`;
  }
  const byStatus = BY_STATUS[error.status];
  return byStatus ? `error.${byStatus}` : error.status >= 500 ? "error.server" : "error.unexpected";
}
