import { Tab, TabList, TabPanel, TabPanels, Tabs } from "@carbon/react";
import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { useRun } from "../api/queries";
import type { RunDetail } from "../api/types";
import { navigate, path, usePlace } from "../app/router";
import { useTitle } from "../app/title";
import { Await, Loading } from "../ui/feedback";
import { FilesTab } from "./FilesTab";
import { RunHeader } from "./RunHeader";
import { StepTable } from "./StepTable";
import { TaskTree } from "./TaskTree";
import { Timeline } from "./Timeline";

const ProcessTab = lazy(() => import("./ProcessTab").then((module) => ({ default: module.ProcessTab })));
const OutputTab = lazy(() => import("./OutputTab").then((module) => ({ default: module.OutputTab })));

export const TABS = ["process", "tree", "steps", "timeline", "output", "files"] as const;

export function RunPage({ id, tab }: { id: string; tab: string | undefined }) {
  const query = useRun(id);
  return (
    <>
      {!query.data && <h1 className="hidden">{id}</h1>}
      <Await query={query}>{(run) => <Run run={run} tab={tab} />}</Await>
    </>
  );
}

function Run({ run, tab }: { run: RunDetail; tab: string | undefined }) {
  const { t } = useTranslation();
  const { query } = usePlace();
  const step = query.get("step") ?? undefined;
  const shown = Math.max(0, TABS.findIndex((name) => name === tab));
  useTitle(run.goal || run.task);

  const panels: Record<(typeof TABS)[number], () => ReactNode> = {
    process: () => <ProcessTab run={run} />,
    tree: () => <TaskTree run={run} />,
    steps: () => <StepTable run={run} />,
    timeline: () => <Timeline run={run} />,
    output: () => <OutputTab run={run} asked={step} />,
    files: () => <FilesTab run={run} asked={step} />,
  };
  return (
    <div className="page run-page">
      <RunHeader run={run} />
      <Tabs
        selectedIndex={shown}
        onChange={({ selectedIndex }) =>
          navigate(path("runs", run.id, TABS[selectedIndex] ?? "process"), { replace: true })
        }
      >
        <TabList aria-label={t("run.tabs.label")} scrollIntoView={false}>
          {TABS.map((name) => (
            <Tab key={name}>{t(`run.tabs.${name}`)}</Tab>
          ))}
        </TabList>
        <TabPanels>
          {TABS.map((name, index) => (
            <TabPanel key={name}>
              {index === shown && <Suspense fallback={<Loading />}>{panels[name]()}</Suspense>}
            </TabPanel>
          ))}
        </TabPanels>
      </Tabs>
    </div>
  );
}
