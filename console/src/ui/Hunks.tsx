import { Diff, Hunk, type DiffType, type HunkData, type ViewType } from "react-diff-view";
import "react-diff-view/style/index.css";
import { useTranslation } from "react-i18next";
import { MoreLines, useFirstLines } from "./MoreLines";

interface HunksProps {
  path: string;
  type: DiffType;
  hunks: HunkData[];
  view: ViewType;
}

/** Changed lines of one file, the first of them at once and the others when asked for. */
export function Hunks({ path, type, hunks, view }: HunksProps) {
  const { t } = useTranslation();
  const lines = useFirstLines(hunks.reduce((sum, hunk) => sum + hunk.changes.length, 0));
  return (
    <>
      <div className="code-scroll" role="region" tabIndex={0} aria-label={t("diff.label", { path })}>
        <Diff viewType={view} diffType={type} hunks={firstChanges(hunks, lines.shown)}>
          {(shown) => shown.map((hunk) => <Hunk key={hunk.content} hunk={hunk} />)}
        </Diff>
      </div>
      <MoreLines lines={lines} />
    </>
  );
}

/** The hunks up to a number of lines; the last one may be cut. */
export function firstChanges(hunks: HunkData[], most: number): HunkData[] {
  const first: HunkData[] = [];
  let left = most;
  for (const hunk of hunks) {
    if (left > 0) {
      first.push({ ...hunk, changes: hunk.changes.slice(0, left) });
      left -= hunk.changes.length;
    }
  }
  return first;
}
