import { RadioButton, RadioButtonGroup } from "@carbon/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { runs } from "../api/endpoints";
import { keys } from "../api/queries";
import type { RunDetail, RunSummary } from "../api/types";
import { navigate, path } from "../app/router";
import { Confirm } from "../ui/Confirm";
import { useNotice } from "../ui/Notice";

export type RunAction = "cancel" | "retry" | "rollback";

interface RunDialogProps {
  run: RunDetail;
  action: RunAction;
  onClose: () => void;
}

export function RunDialog({ run, action, onClose }: RunDialogProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notice = useNotice();
  const [from, setFrom] = useState<"start" | "failed">("failed");

  const confirm = async () => {
    const answers: Record<RunAction, () => Promise<RunSummary | undefined>> = {
      cancel: () => runs.cancel(run.id),
      retry: () => runs.retry(run.id, from),
      rollback: () => runs.rollback(run.id),
    };
    const answer = await answers[action]();
    notice(t("run.accepted"));
    void client.invalidateQueries({ queryKey: keys.run(run.id) });
    void client.invalidateQueries({ queryKey: keys.runs });
    if (answer && answer.id !== run.id) {
      navigate(path("runs", answer.id));
    }
  };
  return (
    <Confirm
      danger={action !== "retry"}
      title={t(`run.${action}Title`)}
      text={t(`run.${action}Text`)}
      confirm={t(`run.${action}`)}
      dismiss={t(action === "cancel" ? "run.keepRunning" : "run.keep")}
      onConfirm={confirm}
      onClose={onClose}
    >
      {action === "retry" && (
        <RadioButtonGroup
          name="retry-from"
          orientation="vertical"
          legendText={t("run.retryFrom")}
          valueSelected={from}
          onChange={(value) => setFrom(value === "start" ? "start" : "failed")}
        >
          <RadioButton id="from-failed" value="failed" labelText={t("run.fromFailed")} />
          <RadioButton id="from-start" value="start" labelText={t("run.fromStart")} />
        </RadioButtonGroup>
      )}
    </Confirm>
  );
}
