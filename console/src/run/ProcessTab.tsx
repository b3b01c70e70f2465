import { IconButton, Select, SelectItem } from "@carbon/react";
import { CenterToFit, Download, ZoomIn, ZoomOut } from "@carbon/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useBpmn, useTokens } from "../api/queries";
import type { RunDetail, StepState } from "../api/types";
import { saveText } from "../ui/download";
import { Empty, Failure, Loading } from "../ui/feedback";
import { StateTag } from "../ui/StateTag";
import { Diagram, type DiagramHandle } from "./Diagram";
import { StepCard } from "./StepCard";

const LEGEND: StepState[] = ["running", "waiting", "success", "failed", "denied", "skipped"];

export function ProcessTab({ run }: { run: RunDetail }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<number>();
  const [stepId, setStepId] = useState<string>();
  const diagram = useRef<DiagramHandle>(null);
  const last = run.planRevision;
  const revision = chosen ?? last;
  const bpmn = useBpmn(run.id, revision);
  const tokens = useTokens(run.id, revision);
  const step = run.steps.find((each) => each.id === stepId);

  if (bpmn.error && last > 0) {
    return <Failure error={bpmn.error} retry={() => void bpmn.refetch()} />;
  }
  if (last < 1) {
    return <Empty title={t("process.noPlan")} text={t("process.noPlanText")} />;
  }
  return (
    <div className="process">
      <div className="toolbar">
        {last > 1 && (
          <Select
            id="revision"
            inline
            size="sm"
            labelText={t("process.revision")}
            value={revision}
            onChange={(event) => setChosen(Number(event.target.value))}
          >
            {Array.from({ length: last }, (_, index) => index + 1).map((each) => (
              <SelectItem key={each} value={each} text={t("process.revisionOf", { revision: each, last })} />
            ))}
          </Select>
        )}
        <ul className="legend" aria-label={t("process.legend")}>
          {LEGEND.map((state) => (
            <li key={state}>
              <StateTag state={state} />
            </li>
          ))}
        </ul>
        <div className="toolbar-end">
          <IconButton kind="ghost" size="sm" label={t("process.zoomIn")} onClick={() => diagram.current?.zoom(1.25)}>
            <ZoomIn />
          </IconButton>
          <IconButton kind="ghost" size="sm" label={t("process.zoomOut")} onClick={() => diagram.current?.zoom(0.8)}>
            <ZoomOut />
          </IconButton>
          <IconButton kind="ghost" size="sm" label={t("process.fit")} onClick={() => diagram.current?.fit()}>
            <CenterToFit />
          </IconButton>
          <IconButton
            kind="ghost"
            size="sm"
            align="bottom-end"
            label={t("process.download")}
            disabled={!bpmn.data}
            onClick={() => bpmn.data && saveText(`${run.id}-${revision}.bpmn`, bpmn.data, "application/xml")}
          >
            <Download />
          </IconButton>
        </div>
      </div>
      {bpmn.data ? (
        <Diagram
          key={revision}
          handle={diagram}
          xml={bpmn.data}
          tokens={tokens.data?.elements ?? {}}
          steps={run.steps}
          onSelect={setStepId}
        />
      ) : (
        <Loading />
      )}
      {step ? <StepCard run={run} step={step} /> : <p className="help">{t("process.selectHint")}</p>}
    </div>
  );
}
