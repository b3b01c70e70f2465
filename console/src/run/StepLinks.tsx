import { useTranslation } from "react-i18next";
import type { RunDetail, Step } from "../api/types";
import { Link, path } from "../app/router";

export function StepLinks({ run, step }: { run: RunDetail; step: Step }) {
  const { t } = useTranslation();
  const query = `?step=${encodeURIComponent(step.id)}`;
  return (
    <span className="links">
      {step.startedAt && <Link to={path("runs", run.id, "output") + query}>{t("steps.output")}</Link>}
      {step.checkpoint && <Link to={path("runs", run.id, "files") + query}>{t("steps.changes")}</Link>}
      {step.approvalId && <Link to={path("inbox", step.approvalId)}>{t("steps.request")}</Link>}
    </span>
  );
}
