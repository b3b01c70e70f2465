import { Button, ContentSwitcher, Switch } from "@carbon/react";
import { Archive } from "@carbon/icons-react";
import { Suspense, lazy, useState } from "react";
import { useTranslation } from "react-i18next";
import { runs } from "../api/endpoints";
import { useCheckpoints } from "../api/queries";
import type { RunDetail } from "../api/types";
import type { Checkpoint } from "../api/workspaceTypes";
import { usePlace } from "../app/router";
import { Await, Loading } from "../ui/feedback";
import { CheckpointSelect } from "./files/CheckpointSelect";
import { FileBrowser } from "./files/FileBrowser";
import { RestoreButton } from "./files/RestoreButton";

const Changes = lazy(() => import("./files/Changes").then((module) => ({ default: module.Changes })));

export function FilesTab({ run, asked }: { run: RunDetail; asked: string | undefined }) {
  const { t } = useTranslation();
  const [view, setView] = useState<"browse" | "changes">(asked ? "changes" : "browse");
  const query = useCheckpoints(run.id);
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
      <Await query={query}>
        {(checkpoints) =>
          view === "browse" ? (
            <Browse run={run} checkpoints={checkpoints} />
          ) : (
            <Suspense fallback={<Loading />}>
              <Changes run={run} checkpoints={checkpoints} asked={asked} />
            </Suspense>
          )
        }
      </Await>
    </>
  );
}

/** The newest state until another one is chosen. */
function Browse({ run, checkpoints }: { run: RunDetail; checkpoints: Checkpoint[] }) {
  const { t } = useTranslation();
  const { query } = usePlace();
  const file = query.get("file") ?? undefined;
  const newest = checkpoints.find(({ undone }) => !undone)?.id ?? "";
  const [chosen, setChosen] = useState<string>();
  const older = chosen === undefined || chosen === newest ? undefined : chosen;
  return (
    <>
      <div className="toolbar">
        <CheckpointSelect
          id="checkpoint"
          label={t("files.checkpoint")}
          checkpoints={checkpoints}
          value={chosen ?? newest}
          onChange={setChosen}
        />
        <span className="toolbar-end links">
          {older && <RestoreButton run={run} checkpoint={older} />}
          <Button as="a" kind="tertiary" size="sm" renderIcon={Archive} href={runs.archiveUrl(run.id, older)} download>
            {t("files.zip")}
          </Button>
        </span>
      </div>
      <FileBrowser key={file} run={run} checkpoint={older} asked={file} />
    </>
  );
}
