import { ApiError, problemOf } from "./problem";

export const API = "/api/v1";

type Query = Record<string, string | number | undefined>;

/** Called when the session is gone, so that the login page can take over. */
let onUnauthenticated: () => void = () => undefined;

export function whenUnauthenticated(listener: () => void): void {
  onUnauthenticated = listener;
}

export function url(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value !== undefined && value !== "") {
      search.set(key, String(value));
    }
  }
  const tail = search.toString();
  return `${API}${path}${tail ? `?${tail}` : ""}`;
}

export function csrfToken(cookies: string = document.cookie): string | undefined {
  const found = /(?:^|;\s*)XSRF-TOKEN=([^;]*)/.exec(cookies);
  return found?.[1] ? decodeURIComponent(found[1]) : undefined;
}

async function call(path: string, init: RequestInit, query?: Query): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(url(path, query), { credentials: "same-origin", ...init });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === "AbortError") {
      throw cause;
    }
    throw new ApiError({ status: 0, code: "network" });
  }
  if (response.ok) {
    return response;
  }
  const error = new ApiError(problemOf(response.status, await response.text()));
  if (error.status === 401 && path !== "/session") {
    onUnauthenticated();
  }
  throw error;
}

async function body<T>(response: Response): Promise<T> {
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as T;
}

export async function getJson<T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> {
  const accept = { Accept: "application/json" };
  return body<T>(await call(path, { headers: accept, signal }, query));
}

export async function getText(path: string, query?: Query, signal?: AbortSignal): Promise<string> {
  return (await call(path, { signal }, query)).text();
}

export async function getBlob(path: string, query?: Query, signal?: AbortSignal): Promise<Blob> {
  return (await call(path, { signal }, query)).blob();
}

/** Changes something. The cookie with the CSRF token comes with the first answer of the server. */
export async function send<T>(method: "POST" | "DELETE", path: string, content?: unknown): Promise<T> {
  if (csrfToken() === undefined) {
    await fetch(url("/session"), { credentials: "same-origin" }).catch(() => undefined);
  }
  const headers: Record<string, string> = { Accept: "application/json" };
  const token = csrfToken();
  if (token) {
    headers["X-XSRF-TOKEN"] = token;
  }
  if (content instanceof FormData) {
    return body<T>(await call(path, { method, headers, body: content }));
  }
  if (content !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  const json = content === undefined ? undefined : JSON.stringify(content);
  return body<T>(await call(path, { method, headers, body: json }));
}
