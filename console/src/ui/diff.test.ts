import { parseDiff } from "react-diff-view";
import { describe, expect, it } from "vitest";
import { firstChanges } from "./Hunks";

const HUNK = (start: number) => `@@ -0,0 +${start},3 @@\n+a\n+b\n+c\n`;

describe("long diffs", () => {
  it("are cut after a number of lines, across hunks", () => {
    const [file] = parseDiff(`diff --git a/x b/x\n--- a/x\n+++ b/x\n${HUNK(1)}${HUNK(9)}`);
    const counts = (most: number) => firstChanges(file?.hunks ?? [], most).map((hunk) => hunk.changes.length);
    expect(counts(10)).toEqual([3, 3]);
    expect(counts(4)).toEqual([3, 1]);
    expect(counts(3)).toEqual([3]);
  });
});
