import { Select, SelectItem } from "@carbon/react";
import { useTranslation } from "react-i18next";
import type { Checkpoint } from "../../api/workspaceTypes";
import { useFormat } from "../../i18n/format";

interface CheckpointSelectProps {
  id: string;
  label: string;
  checkpoints: Checkpoint[];
  value: string;
  onChange: (id: string) => void;
}

/** Chooses a state of the workspace, the newest first. */
export function CheckpointSelect({ id, label, checkpoints, value, onChange }: CheckpointSelectProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Select
      id={id}
      className="checkpoint-select"
      inline
      size="sm"
      labelText={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      {checkpoints.map((each) => (
        <SelectItem
          key={each.id}
          value={each.id}
          text={`${each.undone ? `${t("files.undone")} · ` : ""}${format.time(each.at)} · ${each.message}`}
        />
      ))}
    </Select>
  );
}
