import { afterEach, describe, expect, it, vi } from "vitest";
import { en } from "../i18n/en";
import { csrfToken, getJson, send, url } from "./client";
import { ApiError, explanationKey, problemOf } from "./problem";

const error = (status: number, code?: string) => new ApiError({ status, code });

function message(key: string): unknown {
  return key.split(".").reduce<unknown>((found, part) => (found as Record<string, unknown>)?.[part], en);
}

afterEach(() => vi.unstubAllGlobals());

describe("explaining refusals", () => {
  it.each([
    [403, "own-request"],
    [403, "wrong-group"],
    [409, "expired"],
    [409, "already-decided"],
    [409, "digest-mismatch"],
    [409, "second-vote"],
  ])("has plain words for %i %s", (status, code) => {
    expect(message(explanationKey(error(status, code)))).toEqual(expect.any(String));
    expect(explanationKey(error(status, code))).toContain(code);
  });

  it.each([0, 400, 401, 403, 404, 409, 413, 422, 429, 500, 503, 418])("has words for status %i", (status) => {
    expect(message(explanationKey(error(status)))).toEqual(expect.any(String));
  });

  it("survives bodies that are no problem document", () => {
    expect(problemOf(502, "<html>")).toEqual({ status: 502 });
    expect(problemOf(422, '{"code":"no-task","nearestPhrases":["a",1]}')).toMatchObject({
      code: "no-task",
      nearestPhrases: ["a"],
    });
  });
});

describe("client", () => {
  it("leaves empty parameters out and encodes the others", () => {
    expect(url("/runs", { q: "a&b", state: "", cursor: undefined, limit: 5 })).toBe("/api/v1/runs?q=a%26b&limit=5");
  });

  it("finds the CSRF token among other cookies", () => {
    expect(csrfToken("a=1; XSRF-TOKEN=x%3D; b=2")).toBe("x=");
    expect(csrfToken("NOT-XSRF-TOKEN=1")).toBeUndefined();
  });

  it("sends the CSRF token with what changes something", async () => {
    document.cookie = "XSRF-TOKEN=abc";
    const fetch = vi.fn(async () => new Response("{}", { status: 200 }));
    vi.stubGlobal("fetch", fetch);
    await send("POST", "/approvals/a/approve", { digest: "d" });
    const init = (fetch.mock.calls[0] as unknown as [string, RequestInit])[1];
    expect(init.headers).toMatchObject({ "X-XSRF-TOKEN": "abc", "Content-Type": "application/json" });
    expect(init.body).toBe('{"digest":"d"}');
  });

  it("turns a refusal and a broken connection into errors with a status", async () => {
    vi.stubGlobal("fetch", async () => new Response('{"code":"expired","detail":"gone"}', { status: 409 }));
    await expect(getJson("/x")).rejects.toMatchObject({ status: 409, code: "expired", detail: "gone" });
    vi.stubGlobal("fetch", async () => Promise.reject(new TypeError("refused")));
    await expect(getJson("/x")).rejects.toMatchObject({ status: 0 });
  });
});
