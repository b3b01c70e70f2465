import { Button } from "@carbon/react";
import { Undo } from "@carbon/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { runs } from "../../api/endpoints";
import { keys } from "../../api/queries";
import type { RunDetail } from "../../api/types";
import { maySteer } from "../../session/roles";
import { useSession } from "../../session/session";
import { Confirm } from "../../ui/Confirm";
import { useNotice } from "../../ui/Notice";
import { canCancel } from "../runActions";

interface RestoreButtonProps {
  run: RunDetail;
  checkpoint: string;
  /** Of a file or folder; all files without. */
  path?: string;
  folder?: boolean;
}

/** For those who may roll the run back, once it is over. */
export function RestoreButton({ run, checkpoint, path, folder }: RestoreButtonProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notice = useNotice();
  const [asking, setAsking] = useState(false);
  if (!maySteer(useSession(), run) || canCancel(run.state)) {
    return null;
  }
  const restore = async () => {
    await runs.restore(run.id, checkpoint, path);
    notice(t("files.restored"));
    for (const key of [keys.files(run.id), keys.run(run.id), keys.timeline(run.id)]) {
      void client.invalidateQueries({ queryKey: key });
    }
  };
  return (
    <>
      <Button kind="tertiary" size="sm" renderIcon={Undo} onClick={() => setAsking(true)}>
        {t(!path ? "files.restoreAll" : folder ? "files.restoreFolder" : "files.restoreFile")}
      </Button>
      {asking && (
        <Confirm
          title={path ? t("files.restoreFileTitle", { name: path }) : t("files.restoreAllTitle")}
          text={t("files.restoreText")}
          confirm={t("files.restore")}
          onConfirm={restore}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
