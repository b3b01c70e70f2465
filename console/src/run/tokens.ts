import type { StepState } from "../api/types";

const SIGNS: Partial<Record<StepState, string>> = {
  running: "▶",
  waiting: "❚❚",
  retrying: "↻",
  success: "✓",
  failed: "✕",
  denied: "⊘",
  skipped: "»",
  cancelled: "■",
  rolled_back: "↶",
};

/** A token stands on what is going on; the rest only carries a sign of how it ended. */
export function isToken(state: StepState): boolean {
  return state === "running" || state === "waiting" || state === "retrying";
}

export function badge(state: StepState, word: string, token: boolean): HTMLElement | undefined {
  const sign = SIGNS[state];
  if (sign === undefined) {
    return undefined;
  }
  const element = document.createElement("div");
  element.className = token ? "token token-live" : "token";
  element.dataset.state = state;
  element.title = word;
  element.textContent = sign;
  return element;
}
