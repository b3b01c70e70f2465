import { describe, expect, it } from "vitest";
import { backoff, EventStreamParser } from "./eventStream";

describe("event stream", () => {
  it("reads events however the text is cut", () => {
    const text = "id: 7\nevent: run\ndata: {\"a\":1}\n\n: beat\n\nid: 8\ndata: one\ndata: two\n\n";
    const whole = new EventStreamParser().push(text);
    const parser = new EventStreamParser();
    const cut = [...text].flatMap((char) => parser.push(char));
    expect(whole).toEqual([
      { id: "7", type: "run", data: '{"a":1}' },
      { id: "8", type: "message", data: "one\ntwo" },
    ]);
    expect(cut).toEqual(whole);
  });

  it("takes carriage returns as line ends too, also at the edge of a chunk", () => {
    const parser = new EventStreamParser();
    expect([...parser.push("data: a\r"), ...parser.push("\n\r"), ...parser.push("\n")]).toEqual([
      { id: "", type: "message", data: "a" },
    ]);
  });

  it("keeps the last id for events without one", () => {
    expect(new EventStreamParser("5").push("data: a\n\n")[0]?.id).toBe("5");
  });

  it("waits longer after each failure, up to half a minute", () => {
    expect([1, 2, 3, 9].map((attempt) => backoff(attempt, () => 1))).toEqual([1000, 2000, 4000, 30_000]);
    expect(backoff(1, () => 0)).toBe(500);
  });
});
