import { parseDiff, type FileData } from "react-diff-view";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { CodeBlock } from "./CodeBlock";
import { Hunks } from "./Hunks";

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
  return (
    <figure className="code-block">
      <figcaption>
        <span className="code-path">{path}</span>
      </figcaption>
      {file.hunks.length === 0 ? (
        <p className="pad-small">{t(file.isBinary ? "diff.binary" : "diff.empty")}</p>
      ) : (
        <Hunks path={path} type={file.type} hunks={file.hunks} view="unified" />
      )}
    </figure>
  );
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
