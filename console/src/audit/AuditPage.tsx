import { Button, TextInput } from "@carbon/react";
import { Download } from "@carbon/icons-react";
import { useDeferredValue, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { audit } from "../api/endpoints";
import { useAudit } from "../api/queries";
import type { AuditEvent } from "../api/types";
import { useTitle } from "../app/title";
import { Await, Empty } from "../ui/feedback";
import { AuditFilters } from "./AuditFilters";
import { AuditTable } from "./AuditTable";
import { filterEvents, NO_FILTER, type AuditFilter } from "./auditFilter";
import { Verify } from "./Verify";

export function AuditPage() {
  const { t } = useTranslation();
  const [run, setRun] = useState("");
  const query = useAudit(useDeferredValue(run.trim()));
  useTitle(t("audit.title"));
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("audit.title")}</h1>
        <Button as="a" kind="tertiary" size="md" renderIcon={Download} href={audit.exportUrl()} download="audit.ndjson">
          {t("audit.export")}
        </Button>
      </div>
      <Verify />
      <TextInput
        id="audit-run"
        size="md"
        className="audit-run"
        labelText={t("audit.runHelp")}
        value={run}
        onChange={(event) => setRun(event.target.value)}
      />
      <Await query={query}>
        {({ pages }) => {
          const events = pages.flat();
          return events.length === 0 ? <Empty title={t("audit.empty")} /> : <Events events={events} />;
        }}
      </Await>
      {query.hasNextPage && (
        <Button kind="ghost" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {t("common.loadMore")}
        </Button>
      )}
    </div>
  );
}

function Events({ events }: { events: AuditEvent[] }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState<AuditFilter>(NO_FILTER);
  const shown = useMemo(() => filterEvents(events, filter), [events, filter]);
  return (
    <>
      <AuditFilters events={events} filter={filter} onChange={setFilter} />
      {shown.length === 0 ? <Empty title={t("audit.noMatch")} /> : <AuditTable events={shown} />}
    </>
  );
}
