import { ContentSwitcher, Switch } from "@carbon/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ViewType } from "react-diff-view";
import { useDiff } from "../../api/queries";
import type { RunDetail } from "../../api/types";
import type { Checkpoint, WorkspaceDiff } from "../../api/workspaceTypes";
import { Await, Empty } from "../../ui/feedback";
import { MoreLines, useFirstLines } from "../../ui/MoreLines";
import { ChangedFile } from "./ChangedFile";
import { CheckpointSelect } from "./CheckpointSelect";

interface ChangesProps {
  run: RunDetail;
  checkpoints: Checkpoint[];
  /** The step whose changes are asked for; the newest checkpoint without. */
  asked: string | undefined;
}

/** What changed between two checkpoints, file by file. */
export function Changes({ run, checkpoints, asked }: ChangesProps) {
  const { t } = useTranslation();
  const first = startOf(checkpoints, asked);
  const [from, setFrom] = useState(first.from);
  const [to, setTo] = useState(first.to);
  const [view, setView] = useState<ViewType>("unified");
  return (
    <>
      <div className="toolbar">
        <CheckpointSelect id="diff-from" label={t("files.from")} checkpoints={checkpoints} value={from} onChange={setFrom} />
        <CheckpointSelect id="diff-to" label={t("files.to")} checkpoints={checkpoints} value={to} onChange={setTo} />
        <ContentSwitcher
          className="toolbar-end diff-views"
          size="sm"
          selectedIndex={view === "unified" ? 0 : 1}
          onChange={({ name }) => setView(name === "split" ? "split" : "unified")}
        >
          <Switch name="unified" text={t("diff.unified")} />
          <Switch name="split" text={t("diff.split")} />
        </ContentSwitcher>
      </div>
      <Between key={`${from}-${to}`} runId={run.id} from={from} to={to} view={view} />
    </>
  );
}

/** From the checkpoint before to the asked one. */
export function startOf(checkpoints: Checkpoint[], asked: string | undefined): { from: string; to: string } {
  const to = checkpoints.find(({ step }) => asked && step === asked) ?? checkpoints.find(({ undone }) => !undone);
  return { from: to?.parent ?? to?.id ?? "", to: to?.id ?? "" };
}

interface BetweenProps {
  runId: string;
  from: string;
  to: string;
  view: ViewType;
}

function Between({ runId, from, to, view }: BetweenProps) {
  const query = useDiff(runId, from, to, undefined, from !== "" && to !== "");
  return (
    <Await query={query}>
      {(diff) => <Files {...{ runId, from, to, view }} total={diff.total} files={diff.files} cut={diff.cut} />}
    </Await>
  );
}

type FilesProps = BetweenProps & Pick<WorkspaceDiff, "files" | "total" | "cut">;

function Files({ files, total, cut, ...between }: FilesProps) {
  const { t } = useTranslation();
  const shown = useFirstLines(files.length, 20);
  if (files.length === 0) {
    return <Empty title={t("files.noChanges")} />;
  }
  return (
    <div data-testid="changes">
      <p className="help">{t("files.changed", { count: total })}</p>
      {files.slice(0, shown.shown).map((file) => (
        <ChangedFile key={file.path} file={file} {...between} />
      ))}
      <MoreLines lines={shown} what="common.filesOf" />
      {cut && <p className="help">{t("files.cut", { count: files.length })}</p>}
    </div>
  );
}
