import { Select, SelectItem } from "@carbon/react";
import { Copy } from "@carbon/icons-react";
import { Button } from "@carbon/react";
import { useEffect, useMemo, useState } from "react";
import { useTranslation } from "react-i18next";
import { useLive } from "../api/live";
import { joinOutput } from "../api/liveEvents";
import { useOutput } from "../api/queries";
import type { OutputChunk, RunDetail, Step } from "../api/types";
import { Empty, Failure, Loading } from "../ui/feedback";
import { StateTag } from "../ui/StateTag";
import { liveliest } from "./runActions";
import { Terminal } from "./Terminal";

export function OutputTab({ run, asked }: { run: RunDetail; asked: string | undefined }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState(asked);
  const started = run.steps.filter((step) => step.startedAt);
  const step = started.find((each) => each.id === chosen) ?? liveliest(run.steps);
  if (!step) {
    return <Empty title={t("output.noSteps")} text={t("output.emptyText")} />;
  }
  return (
    <>
      <div className="toolbar">
        <Select
          id="output-step"
          inline
          size="sm"
          labelText={t("output.step")}
          value={step.id}
          onChange={(event) => setChosen(event.target.value)}
        >
          {started.map((each) => (
            <SelectItem key={each.id} value={each.id} text={`${each.id} · ${each.label}`} />
          ))}
        </Select>
        <StateTag state={step.state} />
      </div>
      <StepOutput key={step.id} run={run} step={step} />
    </>
  );
}

function StepOutput({ run, step }: { run: RunDetail; step: Step }) {
  const { t } = useTranslation();
  const { onOutput } = useLive();
  const query = useOutput(run.id, step.id);
  const [live, setLive] = useState<OutputChunk[]>([]);
  useEffect(
    () => onOutput(run.id, step.id, (chunk) => setLive((before) => [...before, chunk])),
    [onOutput, run.id, step.id],
  );
  const chunks = useMemo(() => joinOutput(query.data ?? [], live), [query.data, live]);

  if (query.error) {
    return <Failure error={query.error} retry={() => void query.refetch()} />;
  }
  if (query.isPending) {
    return <Loading />;
  }
  const text = () => chunks.map((chunk) => chunk.text).join("");
  return (
    <div className="output">
      <Terminal chunks={chunks} label={t("output.terminal", { step: step.label })} />
      <div className="output-foot">
        {chunks.length === 0 && <span role="status">{t("output.empty")}</span>}
        <Button
          kind="ghost"
          size="sm"
          renderIcon={Copy}
          disabled={chunks.length === 0}
          onClick={() => void navigator.clipboard.writeText(text())}
        >
          {t("output.copy")}
        </Button>
      </div>
    </div>
  );
}
