import { useTranslation } from "react-i18next";
import type { RunDetail, Step, TaskNode, TaskTreeTask } from "../api/types";
import { useFormat } from "../i18n/format";
import { Empty } from "../ui/feedback";
import { StateTag } from "../ui/StateTag";
import { errorText, Reasons, valueText } from "../ui/words";
import { StepLinks } from "./StepLinks";
import { stateOfTask, stepsOutside } from "./tree";

export function TaskTree({ run }: { run: RunDetail }) {
  const { t } = useTranslation();
  if (!run.tree) {
    return <Empty title={t("tree.empty")} />;
  }
  const steps = new Map(run.steps.map((step) => [step.id, step]));
  const earlier = stepsOutside(run.tree, run.steps);
  return (
    <div className="tree" data-testid="tree">
      <ul aria-label={t("tree.label")}>
        <Node node={run.tree} steps={steps} run={run} />
      </ul>
      {earlier.length > 0 && (
        <>
          <h2 className="small-heading">{t("tree.earlier")}</h2>
          <ul>
            {earlier.map((step) => (
              <Leaf key={step.id} step={step} run={run} />
            ))}
          </ul>
        </>
      )}
    </div>
  );
}

interface NodeProps {
  node: TaskNode;
  steps: Map<string, Step>;
  run: RunDetail;
}

function Node({ node, steps, run }: NodeProps) {
  if (node.kind === "step") {
    const step = steps.get(node.stepId);
    return step ? <Leaf step={step} run={run} /> : null;
  }
  return <Task node={node} steps={steps} run={run} />;
}

function Task({ node, steps, run }: NodeProps & { node: TaskTreeTask }) {
  const { t } = useTranslation();
  return (
    <li>
      <details className="tree-task" open={(node.rejected ?? []).length > 0}>
        <summary>
          <strong>{node.label}</strong> <StateTag state={stateOfTask(node, steps)} />
          <span className="tree-method">{t("tree.method", { method: node.method })}</span>
        </summary>
        <div className="tree-reasons">
          <p className="help">
            <code>{callText(node.task, node.arguments)}</code>
          </p>
          {(node.reasons ?? []).length > 0 && (
            <>
              <p className="tree-head">{t("tree.why")}</p>
              <Reasons reasons={node.reasons} />
            </>
          )}
          {(node.rejected ?? []).length > 0 && (
            <>
              <p className="tree-head">{t("tree.notChosen")}</p>
              <ul className="reasons">
                {node.rejected.map((each) => (
                  <li key={each.method + each.detail}>
                    <strong>{each.method}</strong>
                    {`: ${t(`tree.causes.${each.cause.toLowerCase().replaceAll("_", "-")}`, each.cause)}. ${each.detail}`}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      </details>
      <ul>
        {node.children.map((child) => (
          <Node key={child.kind === "step" ? child.stepId : child.id} node={child} steps={steps} run={run} />
        ))}
      </ul>
    </li>
  );
}

function Leaf({ step, run }: { step: Step; run: RunDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <li className="tree-step">
      <span>{step.label}</span> <StateTag state={step.state} />{" "}
      <small>
        <code>{step.id}</code> {format.duration(step.durationMs)}
        {(step.after ?? []).length > 0 && ` ${t("steps.dependsOn", { steps: step.after.join(", ") })}`}
      </small>{" "}
      <StepLinks run={run} step={step} />
      {step.error && <span className="step-error-line">{errorText(step.error)}</span>}
    </li>
  );
}

function callText(task: string, values: Record<string, unknown>): string {
  const list = Object.entries(values ?? {}).map(([name, value]) => `${name}: ${valueText(value)}`);
  return `${task}(${list.join(", ")})`;
}
