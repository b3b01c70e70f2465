import { useTranslation } from "react-i18next";
import type { Attempt } from "../api/attempts";
import type { RunDetail, Step } from "../api/types";
import { useFormat } from "../i18n/format";
import { Empty } from "../ui/feedback";
import { StateTag } from "../ui/StateTag";
import { errorText, Reasons, shortDigest } from "../ui/words";
import { StepLinks } from "./StepLinks";

const COLUMNS = ["step", "state", "decision", "reasons", "risk", "time", "sandbox", "checkpoint"] as const;

export function StepTable({ run }: { run: RunDetail }) {
  const { t } = useTranslation();
  if (run.steps.length === 0) {
    return <Empty title={t("steps.empty")} />;
  }
  return (
    <table className="table" data-testid="steps">
      <caption className="hidden">{t("run.tabs.steps")}</caption>
      <thead>
        <tr>
          {COLUMNS.map((name) => (
            <th key={name} scope="col">
              {t(`steps.${name}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {run.steps.map((step) => (
          <Row key={step.id} run={run} step={step} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ run, step }: { run: RunDetail; step: Step }) {
  const { t } = useTranslation();
  const format = useFormat();
  const verdict = step.verdict?.toLowerCase();
  return (
    <tr>
      <td className="main-cell">
        <strong>{step.label}</strong>
        <small className="block">
          <code>{`${step.id} · ${step.connector ? `${step.connector}.${step.operation ?? ""}` : step.action}`}</code>
          {step.attempt > 1 && ` · ${t("steps.attempt", { attempt: step.attempt })}`}
          {step.strategy && ` · ${step.strategy}`}
        </small>
        <Attempts attempts={step.attempts ?? []} />
        {step.error && <span className="step-error-line">{errorText(step.error)}</span>}
        <StepLinks run={run} step={step} />
      </td>
      <td data-label={t("steps.state")}>
        <StateTag state={step.state} />
      </td>
      <td data-label={t("steps.decision")}>{verdict && t(`verdict.${verdict}`, verdict)}</td>
      <td data-label={t("steps.reasons")}>
        <Reasons reasons={step.reasons ?? []} />
      </td>
      <td data-label={t("steps.risk")} className="number">
        {step.risk ?? ""}
      </td>
      <td data-label={t("steps.time")} className="number">
        {format.duration(step.durationMs)}
      </td>
      <td data-label={t("steps.sandbox")}>{step.sandbox}</td>
      <td data-label={t("steps.checkpoint")}>
        {step.checkpoint && <code title={step.checkpoint}>{shortDigest(step.checkpoint).slice(0, 8)}</code>}
      </td>
    </tr>
  );
}

/** What was tried before, where a failed action is tried in other ways. */
export function Attempts({ attempts }: { attempts: Attempt[] }) {
  const { t } = useTranslation();
  if (attempts.length === 0) {
    return null;
  }
  return (
    <ol className="step-attempts" aria-label={t("steps.attempts")} data-testid="attempts">
      {attempts.map((one, index) => (
        <li key={index}>
          <strong>{one.strategy === "" ? t("steps.planned") : one.strategy}</strong>{" "}
          <code>{`${one.connector}.${one.operation}`}</code> {t(`steps.${one.outcome}`)}
          {": "}
          <span>{errorText({ code: one.code, message: one.message })}</span>
        </li>
      ))}
    </ol>
  );
}
