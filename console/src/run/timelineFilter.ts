import type { TimelineEntry } from "../api/types";

/** Every word must occur somewhere in the entry, in any order. */
export function filterEntries(entries: TimelineEntry[], type: string, search: string): TimelineEntry[] {
  const words = search.toLowerCase().split(/\s+/).filter((word) => word !== "");
  return entries.filter((entry) => {
    if (type !== "" && entry.type !== type) {
      return false;
    }
    const text = `${entry.type} ${entry.summary} ${entry.actor ?? ""} ${entry.step ?? ""} ${JSON.stringify(entry.data ?? "")}`;
    return words.every((word) => text.toLowerCase().includes(word));
  });
}
