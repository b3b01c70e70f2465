import { ContentSwitcher, Select, SelectItem, Switch } from "@carbon/react";
import { Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { useDiff } from "../api/queries";
import type { RunDetail } from "../api/types";
import { usePlace } from "../app/router";
import { Await, Empty, Loading } from "../ui/feedback";
import { FileBrowser } from "./files/FileBrowser";

const DiffView = lazy(() => import("../ui/DiffView").then((module) => ({ default: module.DiffView })));

export function FilesTab({ run, asked }: { run: RunDetail; asked: string | undefined }) {
  const { t } = useTranslation();
  const { query } = usePlace();
  const file = query.get("file") ?? undefined;
  const [view, setView] = useState<"browse" | "changes">(asked ? "changes" : "browse");
  return (
    <>
      <div className="toolbar">
        <ContentSwitcher
          size="sm"
          selectedIndex={view === "browse" ? 0 : 1}
          onChange={({ name }) => setView(name === "changes" ? "changes" : "browse")}
        >
          <Switch name="browse" text={t("files.browse")} />
          <Switch name="changes" text={t("files.changes")} />
        </ContentSwitcher>
      </div>
      {view === "browse" ? (
        <FileBrowser key={file} runId={run.id} asked={file} />
      ) : (
        <Changes run={run} asked={asked} />
      )}
    </>
  );
}

function Changes({ run, asked }: { run: RunDetail; asked: string | undefined }) {
  const { t } = useTranslation();
  const steps = run.steps.filter((step) => step.checkpoint);
  const [chosen, setChosen] = useState(asked);
  const step = steps.find((each) => each.id === chosen) ?? steps.at(-1);
  const query = useDiff(run.id, step?.id ?? "");
  if (!step) {
    return <Empty title={t("files.noChanges")} />;
  }
  return (
    <>
      <div className="toolbar">
        <Select
          id="diff-step"
          inline
          size="sm"
          labelText={t("steps.step")}
          value={step.id}
          onChange={(event) => setChosen(event.target.value)}
        >
          {steps.map((each) => (
            <SelectItem key={each.id} value={each.id} text={`${each.id} · ${each.label}`} />
          ))}
        </Select>
      </div>
      <Await query={query}>
        {(text) =>
          text.trim() === "" ? (
            <Empty title={t("files.noChanges")} />
          ) : (
            <Suspense fallback={<Loading />}>
              <DiffView text={text} />
            </Suspense>
          )
        }
      </Await>
    </>
  );
}
