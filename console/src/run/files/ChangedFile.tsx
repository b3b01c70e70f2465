import { Button, Tag } from "@carbon/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { DiffType, ViewType } from "react-diff-view";
import { useDiff } from "../../api/queries";
import type { FileChange } from "../../api/workspaceTypes";
import { useFormat } from "../../i18n/format";
import { Await } from "../../ui/feedback";
import { Hunks } from "../../ui/Hunks";
import { hunkData } from "./hunks";

const TYPES: Record<FileChange["status"], DiffType> = {
  added: "add",
  modified: "modify",
  deleted: "delete",
  renamed: "rename",
};

const COLOURS = { added: "green", modified: "blue", deleted: "red", renamed: "purple" } as const;

interface ChangedFileProps {
  runId: string;
  from: string;
  to: string;
  view: ViewType;
  file: FileChange;
}

export function ChangedFile({ file, view, ...between }: ChangedFileProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [all, setAll] = useState(false);
  return (
    <figure className="code-block changed-file">
      <figcaption>
        <span className="code-path">{file.oldPath ? `${file.oldPath} → ${file.path}` : file.path}</span>
        <Tag size="sm" type={COLOURS[file.status]}>
          {t(`diff.status.${file.status}`)}
        </Tag>
        {file.added !== undefined && (
          <small>
            {t("diff.counts", { added: format.number(file.added), deleted: format.number(file.deleted ?? 0) })}
          </small>
        )}
      </figcaption>
      {all ? (
        <Whole file={file} view={view} {...between} />
      ) : (
        <>
          <Body file={file} view={view} />
          {file.cut && (
            <p className="more-lines">
              {t("diff.cut")}
              <Button kind="ghost" size="sm" onClick={() => setAll(true)}>
                {t("diff.load")}
              </Button>
            </p>
          )}
        </>
      )}
    </figure>
  );
}

/** One file is asked for again, with more of its lines. */
function Whole({ runId, from, to, file, view }: ChangedFileProps) {
  const { t } = useTranslation();
  const query = useDiff(runId, from, to, file.path);
  return (
    <Await query={query}>
      {(diff) =>
        diff.files.map((whole) => (
          <div key={whole.path}>
            <Body file={whole} view={view} />
            {whole.cut && <p className="more-lines">{t("diff.tooLong")}</p>}
          </div>
        ))
      }
    </Await>
  );
}

function Body({ file, view }: { file: FileChange; view: ViewType }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (file.kind === "binary") {
    const sizes = [file.oldSize, file.newSize].map((size) => (size === undefined ? "–" : format.size(size)));
    return <p className="pad-small">{t("diff.binaryOf", { type: file.mediaType, sizes: sizes.join(" → ") })}</p>;
  }
  if (file.hunks.length === 0) {
    return file.cut ? null : <p className="pad-small">{t("diff.sameContent")}</p>;
  }
  return <Hunks path={file.path} type={TYPES[file.status]} hunks={file.hunks.map(hunkData)} view={view} />;
}
