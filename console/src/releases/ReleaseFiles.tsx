import { Search } from "@carbon/react";
import { ArrowLeft, Document } from "@carbon/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useReleaseContent, useReleaseFiles } from "../api/queries";
import type { ReleaseFile } from "../api/types";
import { Link } from "../app/router";
import { useFormat } from "../i18n/format";
import { CodeBlock } from "../ui/CodeBlock";
import { Await, Empty } from "../ui/feedback";
import { shortDigest } from "../ui/words";

/** The definitions of one release, to read. */
export function ReleaseFiles({ digest }: { digest: string }) {
  const { t } = useTranslation();
  const query = useReleaseFiles(digest);
  const [chosen, setChosen] = useState("");
  const content = useReleaseContent(digest, chosen);
  return (
    <div className="page">
      <Link to="/releases" className="back-link">
        <ArrowLeft /> {t("releases.title")}
      </Link>
      <h1>{t("releases.fileList", { digest: shortDigest(digest) })}</h1>
      <Await query={query}>
        {(files) => (
          <div className="browser">
            <FileList files={files} chosen={chosen} onChoose={setChosen} />
            <div className="browser-preview">
              {chosen === "" ? (
                <Empty title={t("releases.choose")} />
              ) : (
                <Await query={content}>{(text) => <CodeBlock path={chosen} text={text} />}</Await>
              )}
            </div>
          </div>
        )}
      </Await>
    </div>
  );
}

interface FileListProps {
  files: ReleaseFile[];
  chosen: string;
  onChoose: (path: string) => void;
}

function FileList({ files, chosen, onChoose }: FileListProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [words, setWords] = useState("");
  const found = files.filter((file) => file.path.toLowerCase().includes(words.trim().toLowerCase()));
  return (
    <div className="browser-list">
      <Search
        id="release-file-search"
        size="sm"
        labelText={t("releases.filter")}
        placeholder={t("releases.filter")}
        closeButtonLabelText={t("common.clearSearch")}
        value={words}
        onChange={(event) => setWords(event.target.value)}
      />
      {found.length === 0 && <Empty title={t("releases.noMatch")} />}
      <ul className="browser-entries">
        {found.map((file) => (
          <li key={file.path}>
            <button type="button" aria-current={file.path === chosen} onClick={() => onChoose(file.path)}>
              <Document />
              <span className="browser-name">{file.path}</span>
              {file.size !== undefined && <small>{format.size(file.size)}</small>}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
