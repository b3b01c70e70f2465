import type { RunDetail, Step } from "../api/types";
import { useFormat } from "../i18n/format";
import { StateTag } from "../ui/StateTag";
import { ArgumentList, errorText, Reasons } from "../ui/words";
import { StepLinks } from "./StepLinks";

/** One step in short, below the diagram. */
export function StepCard({ run, step }: { run: RunDetail; step: Step }) {
  const format = useFormat();
  return (
    <section className="step-card" aria-label={step.label} data-testid="step-card">
      <h2 className="small-heading">
        {step.label} <StateTag state={step.state} />
      </h2>
      <p className="help">
        <code>{step.connector ? `${step.connector}.${step.operation ?? ""}` : step.action}</code>{" "}
        {format.duration(step.durationMs)}
      </p>
      <ArgumentList values={step.arguments ?? {}} />
      {step.error && <pre className="step-error">{errorText(step.error)}</pre>}
      <Reasons reasons={step.reasons ?? []} />
      <StepLinks run={run} step={step} />
    </section>
  );
}
