import { Button } from "@carbon/react";
import { Download } from "@carbon/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { runs } from "../../api/endpoints";
import { keys, useFile } from "../../api/queries";
import type { FileEntry, RunDetail } from "../../api/types";
import { cspNonce } from "../../csp/nonce";
import { useFormat } from "../../i18n/format";
import { CodeBlock } from "../../ui/CodeBlock";
import { Await, Empty } from "../../ui/feedback";
import { parseCsv } from "./csv";
import { imageType, MAX_PREVIEW, previewKind, type PreviewKind } from "./kinds";
import { RestoreButton } from "./RestoreButton";
import { resolvePath, safeHtml } from "./safeHtml";

interface PreviewProps {
  run: RunDetail;
  checkpoint: string | undefined;
  path: string;
  entry: FileEntry | undefined;
}

export function Preview({ run, checkpoint, path, entry }: PreviewProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const kind = previewKind(path, entry?.mediaType);
  const tooLarge = (entry?.size ?? 0) > MAX_PREVIEW;
  const query = useFile(run.id, path, checkpoint, kind !== "none" && !tooLarge);
  return (
    <section aria-label={t("files.preview", { name: path })}>
      <div className="toolbar">
        <strong className="browser-name">{path}</strong>
        {entry && <small>{format.size(entry.size)}</small>}
        <span className="toolbar-end links">
          {checkpoint && <RestoreButton run={run} checkpoint={checkpoint} path={path} />}
          <Button
            as="a"
            kind="tertiary"
            size="sm"
            renderIcon={Download}
            href={runs.fileUrl(run.id, path, checkpoint)}
            download={path.split("/").at(-1)}
          >
            {t("common.download")}
          </Button>
        </span>
      </div>
      {tooLarge ? (
        <Empty title={t("files.tooLarge")} text={t("files.noPreviewText")} />
      ) : kind === "none" ? (
        <Empty title={t("files.noPreview")} text={t("files.noPreviewText")} />
      ) : (
        <Await query={query}>
          {(blob) => <Content runId={run.id} checkpoint={checkpoint} path={path} kind={kind} blob={blob} />}
        </Await>
      )}
    </section>
  );
}

interface ContentProps {
  runId: string;
  checkpoint: string | undefined;
  path: string;
  kind: Exclude<PreviewKind, "none">;
  blob: Blob;
}

function Content({ runId, checkpoint, path, kind, blob }: ContentProps) {
  const { t } = useTranslation();
  const query = useQuery({
    queryKey: [...keys.file(runId, path, checkpoint), "shown", blob.size, kind],
    queryFn: () => shown(path, kind, blob, (found) => runs.file(runId, found, checkpoint)),
    staleTime: Infinity,
  });
  return (
    <Await query={query}>
      {(text) => {
        switch (kind) {
          case "html":
            return <iframe className="page-preview" sandbox="" srcDoc={text} title={t("files.rendered")} />;
          case "image":
            return <img className="image-preview" src={text} alt={t("files.image", { name: path })} />;
          case "csv":
            return <CsvTable text={text} path={path} />;
          case "text":
            return <CodeBlock path={path} text={text} />;
        }
      }}
    </Await>
  );
}

async function shown(
  path: string,
  kind: PreviewKind,
  blob: Blob,
  read: (path: string) => Promise<Blob>,
): Promise<string> {
  if (kind === "image") {
    return dataUrl(blob, imageType(path) ?? "application/octet-stream");
  }
  const text = await blob.text();
  if (kind !== "html") {
    return text;
  }
  return safeHtml(text, cspNonce(), async (relative) => {
    const found = resolvePath(path, relative);
    const type = imageType(found);
    return type && dataUrl(await read(found), type);
  });
}

function dataUrl(blob: Blob, type: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(String(reader.result));
    reader.onerror = () => reject(reader.error ?? new Error("unreadable file"));
    reader.readAsDataURL(blob.slice(0, blob.size, type));
  });
}

const CSV_ROWS = 200;

function CsvTable({ text, path }: { text: string; path: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { rows, truncated } = useMemo(() => parseCsv(text, CSV_ROWS + 1), [text]);
  const [head = [], ...body] = rows;
  return (
    <>
      <div className="code-scroll csv" role="region" tabIndex={0} aria-label={t("files.table", { name: path })}>
        <table>
          <thead>
            <tr>
              {head.map((name, index) => (
                <th key={index} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {body.map((row, index) => (
              <tr key={index}>
                {row.map((field, column) => (
                  <td key={column}>{field}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {truncated && <p className="help">{t("files.truncated", { count: CSV_ROWS, formatted: format.number(CSV_ROWS) })}</p>}
    </>
  );
}
