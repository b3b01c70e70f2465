import { Document, Folder } from "@carbon/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFiles } from "../../api/queries";
import type { FileEntry, RunDetail } from "../../api/types";
import { useFormat } from "../../i18n/format";
import { Await, Empty } from "../../ui/feedback";
import { Preview } from "./Preview";
import { RestoreButton } from "./RestoreButton";

interface FileBrowserProps {
  run: RunDetail;
  /** The newest without. */
  checkpoint: string | undefined;
  asked: string | undefined;
}

/** Folders and files of the run's workspace, with a preview beside. */
export function FileBrowser({ run, checkpoint, asked }: FileBrowserProps) {
  const { t } = useTranslation();
  const [folder, setFolder] = useState(asked ? parent(asked) : "");
  const [chosen, setChosen] = useState(asked);
  const query = useFiles(run.id, folder, checkpoint);
  const open = (entry: FileEntry) => (entry.directory ? setFolder(entry.path) : setChosen(entry.path));
  return (
    <div className="browser" data-testid="files">
      <div className="browser-list">
        <Crumbs folder={folder} onOpen={setFolder} />
        {checkpoint && folder && <RestoreButton run={run} checkpoint={checkpoint} path={folder} folder />}
        <Await query={query}>
          {(entries) =>
            entries.length === 0 ? (
              <Empty title={t("files.empty")} />
            ) : (
              <Entries entries={entries} chosen={chosen} onOpen={open} />
            )
          }
        </Await>
      </div>
      <div className="browser-preview">
        {chosen ? (
          <Preview
            key={`${checkpoint}/${chosen}`}
            run={run}
            checkpoint={checkpoint}
            path={chosen}
            entry={query.data?.find(({ path }) => path === chosen)}
          />
        ) : (
          <Empty title={t("files.choose")} />
        )}
      </div>
    </div>
  );
}

interface EntriesProps {
  entries: FileEntry[];
  chosen: string | undefined;
  onOpen: (entry: FileEntry) => void;
}

function Entries({ entries, chosen, onOpen }: EntriesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const sorted = entries.toSorted(
    (a, b) => Number(b.directory) - Number(a.directory) || a.name.localeCompare(b.name),
  );
  return (
    <ul className="browser-entries">
      {sorted.map((entry) => (
        <li key={entry.path}>
          <button type="button" aria-current={entry.path === chosen} onClick={() => onOpen(entry)}>
            {entry.directory ? <Folder aria-label={t("files.folder")} /> : <Document />}
            <span className="browser-name">{entry.name}</span>
            {!entry.directory && <small>{format.size(entry.size)}</small>}
          </button>
        </li>
      ))}
    </ul>
  );
}

function Crumbs({ folder, onOpen }: { folder: string; onOpen: (folder: string) => void }) {
  const { t } = useTranslation();
  const parts = folder.split("/").filter((part) => part !== "");
  return (
    <nav className="crumbs" aria-label={t("files.workspace")}>
      <button type="button" className="link-button" onClick={() => onOpen("")}>
        {t("files.workspace")}
      </button>
      {parts.map((part, index) => (
        <span key={index}>
          {" / "}
          <button type="button" className="link-button" onClick={() => onOpen(parts.slice(0, index + 1).join("/"))}>
            {part}
          </button>
        </span>
      ))}
    </nav>
  );
}

function parent(path: string): string {
  return path.split("/").slice(0, -1).join("/");
}
