import type { ChangeData, HunkData } from "react-diff-view";
import type { DiffHunk } from "../../api/workspaceTypes";

/** A hunk of the API as react-diff-view draws it. */
export function hunkData(hunk: DiffHunk): HunkData {
  let oldLine = hunk.oldStart;
  let newLine = hunk.newStart;
  const changes: ChangeData[] = [];
  for (const line of hunk.lines) {
    const content = line.slice(1);
    switch (line[0]) {
      case "+":
        changes.push({ type: "insert", isInsert: true, lineNumber: newLine++, content });
        break;
      case "-":
        changes.push({ type: "delete", isDelete: true, lineNumber: oldLine++, content });
        break;
      case " ":
        changes.push({
          type: "normal",
          isNormal: true,
          oldLineNumber: oldLine++,
          newLineNumber: newLine++,
          content,
        });
        break;
    }
  }
  const { oldStart, oldLines, newStart, newLines } = hunk;
  const content = `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`;
  return { content, oldStart, oldLines, newStart, newLines, changes };
}
