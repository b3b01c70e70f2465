import type { AuditEvent } from "../api/types";

export interface AuditFilter {
  type: string;
  actor: string;
  text: string;
}

export const NO_FILTER: AuditFilter = { type: "", actor: "", text: "" };

export function filterEvents(events: AuditEvent[], { type, actor, text }: AuditFilter): AuditEvent[] {
  const wanted = text.trim().toLowerCase();
  return events.filter(
    (event) =>
      (type === "" || event.type === type) &&
      (actor === "" || event.actor === actor) &&
      (wanted === "" || JSON.stringify(event).toLowerCase().includes(wanted)),
  );
}

/** The different values of a property, in order, for a filter's choices. */
export function choices(events: AuditEvent[], property: "type" | "actor"): string[] {
  const values = events.map((event) => event[property]).filter((value) => typeof value === "string");
  return [...new Set(values)].sort();
}
