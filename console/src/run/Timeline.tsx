import { Search, Select, SelectItem } from "@carbon/react";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useDeferredValue, useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useTimeline } from "../api/queries";
import type { RunDetail, TimelineEntry } from "../api/types";
import { useFormat } from "../i18n/format";
import { Await, Empty } from "../ui/feedback";
import { filterEntries } from "./timelineFilter";

export function Timeline({ run }: { run: RunDetail }) {
  const { t } = useTranslation();
  const query = useTimeline(run.id);
  return (
    <Await query={query}>
      {(entries) => (entries.length === 0 ? <Empty title={t("timeline.empty")} /> : <Entries all={entries} />)}
    </Await>
  );
}

function Entries({ all }: { all: TimelineEntry[] }) {
  const { t } = useTranslation();
  const [type, setType] = useState("");
  const [words, setWords] = useState("");
  const search = useDeferredValue(words);
  const types = useMemo(() => [...new Set(all.map((entry) => entry.type))].sort(), [all]);
  const entries = useMemo(() => filterEntries(all, type, search), [all, type, search]);
  return (
    <>
      <div className="filters">
        <Search
          id="timeline-search"
          size="md"
          labelText={t("timeline.filterText")}
          placeholder={t("timeline.filterText")}
          closeButtonLabelText={t("common.clearSearch")}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <Select
          id="timeline-type"
          size="md"
          hideLabel
          labelText={t("timeline.filterType")}
          value={type}
          onChange={(event) => setType(event.target.value)}
        >
          <SelectItem value="" text={t("timeline.allTypes")} />
          {types.map((each) => (
            <SelectItem key={each} value={each} text={each} />
          ))}
        </Select>
        <span className="help" role="status">
          {t("timeline.count", { count: entries.length })}
        </span>
      </div>
      {entries.length === 0 ? <Empty title={t("timeline.noMatch")} /> : <EntryList entries={entries} />}
    </>
  );
}

function EntryList({ entries }: { entries: TimelineEntry[] }) {
  const { t } = useTranslation();
  const scroll = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is not memoized on purpose
  const rows = useVirtualizer({
    count: entries.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => 44,
    overscan: 12,
  });
  return (
    <div
      ref={scroll}
      className="timeline"
      role="region"
      tabIndex={0}
      aria-label={t("timeline.label")}
      data-testid="timeline"
    >
      <ol style={{ height: rows.getTotalSize() }}>
        {rows.getVirtualItems().map((row) => {
          const entry = entries[row.index];
          return (
            entry && (
              <li
                key={entry.seq}
                ref={rows.measureElement}
                data-index={row.index}
                style={{ transform: `translateY(${row.start}px)` }}
              >
                <Entry entry={entry} />
              </li>
            )
          );
        })}
      </ol>
    </div>
  );
}

function Entry({ entry }: { entry: TimelineEntry }) {
  const { t } = useTranslation();
  const format = useFormat();
  const data = entry.data && Object.keys(entry.data).length > 0 ? entry.data : undefined;
  return (
    <div className="entry">
      <time dateTime={entry.at} title={format.dateTime(entry.at)}>
        {format.time(entry.at)}
      </time>
      <code className="entry-type">{entry.type}</code>
      <div className="entry-text">
        {entry.summary}
        <small>
          {entry.step && ` ${entry.step}`}
          {entry.actor && ` · ${t("common.by", { name: entry.actor })}`}
        </small>
        {data && (
          <details>
            <summary>{t("common.details")}</summary>
            <pre>{JSON.stringify(data, null, 2)}</pre>
          </details>
        )}
      </div>
    </div>
  );
}
