import { useTranslation } from "react-i18next";
import type { AuditEvent } from "../api/types";
import { Link, path } from "../app/router";
import { Moment, shortDigest } from "../ui/words";

export function AuditTable({ events }: { events: AuditEvent[] }) {
  const { t } = useTranslation();
  return (
    <table className="table" data-testid="audit">
      <caption className="hidden">{t("audit.label")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("audit.seq")}</th>
          <th scope="col">{t("audit.when")}</th>
          <th scope="col">{t("audit.type")}</th>
          <th scope="col">{t("audit.actor")}</th>
          <th scope="col">{t("audit.run")}</th>
          <th scope="col">{t("audit.event")}</th>
          <th scope="col">{t("audit.hash")}</th>
        </tr>
      </thead>
      <tbody>
        {events.map((event) => (
          <tr key={event.seq}>
            <td data-label={t("audit.seq")}>{event.seq}</td>
            <td data-label={t("audit.when")}>
              <Moment at={event.at} />
            </td>
            <td data-label={t("audit.type")}>
              <code>{event.type}</code>
            </td>
            <td data-label={t("audit.actor")}>{event.actor}</td>
            <td data-label={t("audit.run")}>
              {event.runId && <Link to={path("runs", event.runId)}>{event.runId.slice(0, 13)}</Link>}
            </td>
            <td data-label={t("audit.event")}>
              {event.summary ?? event.outcome}
              {hasContent(event.data) && (
                <details>
                  <summary>{t("common.details")}</summary>
                  <pre className="event-data">{JSON.stringify(event.data, null, 2)}</pre>
                </details>
              )}
            </td>
            <td data-label={t("audit.hash")}>
              <code title={event.hash}>{shortDigest(event.hash ?? "").slice(0, 8)}</code>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function hasContent(data: unknown): boolean {
  return typeof data === "object" && data !== null && Object.keys(data).length > 0;
}
