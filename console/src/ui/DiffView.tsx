import { Diff, Hunk, parseDiff, type FileData, type HunkData } from "react-diff-view";
import "react-diff-view/style/index.css";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { CodeBlock } from "./CodeBlock";
import { MoreLines, useFirstLines } from "./MoreLines";

/** A unified diff, file by file. */
export function DiffView({ text }: { text: string }) {
  const { t } = useTranslation();
  const files = useMemo(() => parse(text), [text]);
  if (text.trim() === "") {
    return <p>{t("diff.empty")}</p>;
  }
  if (files.length === 0) {
    return (
      <>
        <p>{t("diff.unreadable")}</p>
        <CodeBlock path="diff" text={text} />
      </>
    );
  }
  return files.map((file) => <FileDiff key={pathOf(file)} file={file} />);
}

function FileDiff({ file }: { file: FileData }) {
  const { t } = useTranslation();
  const path = pathOf(file);
  const total = file.hunks.reduce((sum, hunk) => sum + hunk.changes.length, 0);
  const lines = useFirstLines(total);
  return (
    <figure className="code-block">
      <figcaption>
        <span className="code-path">{path}</span>
      </figcaption>
      {file.hunks.length === 0 ? (
        <p className="pad-small">{t(file.isBinary ? "diff.binary" : "diff.empty")}</p>
      ) : (
        <div className="code-scroll" role="region" tabIndex={0} aria-label={t("diff.label", { path })}>
          <Diff viewType="unified" diffType={file.type} hunks={firstChanges(file.hunks, lines.shown)}>
            {(hunks) => hunks.map((hunk) => <Hunk key={hunk.content} hunk={hunk} />)}
          </Diff>
        </div>
      )}
      <MoreLines lines={lines} />
    </figure>
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

function parse(text: string): FileData[] {
  try {
    return parseDiff(text, { nearbySequences: "zip" });
  } catch {
    return [];
  }
}

function pathOf(file: FileData): string {
  return file.type === "delete" ? file.oldPath : file.newPath;
}
