import { Button, IconButton, Modal, TextArea } from "@carbon/react";
import { Add, TrashCan } from "@carbon/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { runs } from "../api/endpoints";
import { keys } from "../api/queries";
import { navigate, path } from "../app/router";
import { useFormat } from "../i18n/format";
import { Failure } from "../ui/feedback";
import { addFiles, newKey } from "./files";

export function NewRunDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [goal, setGoal] = useState("");
  const [files, setFiles] = useState<File[]>([]);
  const [error, setError] = useState<unknown>();
  const [busy, setBusy] = useState(false);
  const [missing, setMissing] = useState(false);
  // The same dialog sent twice, for example after a broken connection, starts one run.
  const [idempotencyKey, setIdempotencyKey] = useState(newKey);

  const change = (nextGoal: string, nextFiles: File[]) => {
    setGoal(nextGoal);
    setFiles(nextFiles);
    setMissing(false);
    setIdempotencyKey(newKey());
  };
  const submit = async () => {
    if (goal.trim() === "") {
      setMissing(true);
      return;
    }
    setBusy(true);
    setError(undefined);
    try {
      const run = await runs.create({ goal: goal.trim(), files, idempotencyKey });
      void client.invalidateQueries({ queryKey: keys.runs });
      navigate(path("runs", run.id));
      onClose();
    } catch (refusal) {
      setError(refusal);
      setBusy(false);
    }
  };
  return (
    <Modal
      open
      size="sm"
      modalHeading={t("newRun.title")}
      primaryButtonText={t(busy ? "newRun.busy" : "newRun.submit")}
      secondaryButtonText={t("common.cancel")}
      closeButtonLabel={t("common.close")}
      primaryButtonDisabled={busy}
      selectorPrimaryFocus="#goal"
      onRequestClose={onClose}
      onRequestSubmit={() => void submit()}
    >
      <TextArea
        id="goal"
        labelText={t("newRun.goal")}
        helperText={t("newRun.goalHelp")}
        placeholder={t("newRun.goalPlaceholder")}
        rows={3}
        invalid={missing}
        invalidText={t("newRun.goalRequired")}
        value={goal}
        onChange={(event) => change(event.target.value, files)}
      />
      <FilePicker
        files={files}
        onChange={(next) => change(goal, next)}
        onInsert={(name) => change(`${goal}${goal === "" || goal.endsWith(" ") ? "" : " "}${name}`, files)}
      />
      {error !== undefined && <Failure error={error} />}
    </Modal>
  );
}

interface FilePickerProps {
  files: File[];
  onChange: (files: File[]) => void;
  onInsert: (name: string) => void;
}

function FilePicker({ files, onChange, onInsert }: FilePickerProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const input = useRef<HTMLInputElement>(null);
  return (
    <fieldset className="file-picker">
      <legend>{t("newRun.files")}</legend>
      <p className="help">{t("newRun.filesHelp")}</p>
      <ul>
        {files.map((file) => (
          <li key={file.name}>
            <button
              type="button"
              className="link-button"
              title={t("newRun.insert", { name: file.name })}
              onClick={() => onInsert(file.name)}
            >
              {file.name}
            </button>
            <span>{format.size(file.size)}</span>
            <IconButton
              kind="ghost"
              size="sm"
              align="left"
              label={t("newRun.removeFile")}
              onClick={() => onChange(files.filter((each) => each !== file))}
            >
              <TrashCan />
            </IconButton>
          </li>
        ))}
      </ul>
      <input
        ref={input}
        id="run-files"
        type="file"
        multiple
        hidden
        aria-label={t("newRun.addFiles")}
        onChange={(event) => {
          onChange(addFiles(files, Array.from(event.target.files ?? [])));
          event.target.value = "";
        }}
      />
      <Button kind="tertiary" size="sm" renderIcon={Add} onClick={() => input.current?.click()}>
        {t("newRun.addFiles")}
      </Button>
    </fieldset>
  );
}
