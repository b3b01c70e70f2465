import type { OutputChunk } from "../api/types";

const RED = "\u001b[31m";
const RESET = "\u001b[39m";

/** Colours and text stay; every other control sequence of a program's output is dropped. */
export function terminalText(chunk: OutputChunk): string {
  const text = chunk.text
    .replace(/\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)?/g, "")
    .replace(/\u001b[PX^_][^\u001b]*(?:\u001b\\)?/g, "")
    .replace(/\u001b\[[0-9;?<=>!]*[ -/]*[@-ln-~]/g, "")
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001a\u007f-\u009f]/g, "");
  return chunk.stream.toLowerCase() === "stderr" ? RED + text + RESET : text;
}

/** Whether the terminal already shows the beginning of what it is to show. */
export function isPrefix(shown: OutputChunk[], wanted: OutputChunk[]): boolean {
  return shown.length <= wanted.length && shown.every((chunk, index) => wanted[index]?.text === chunk.text);
}
