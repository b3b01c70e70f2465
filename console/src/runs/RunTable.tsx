import { useTranslation } from "react-i18next";
import type { RunSummary } from "../api/types";
import { Link, path } from "../app/router";
import { StateTag } from "../ui/StateTag";
import { Moment } from "../ui/words";
import { Progress } from "./Progress";

export function RunTable({ runs }: { runs: RunSummary[] }) {
  const { t } = useTranslation();
  return (
    <table className="table" data-testid="runs">
      <caption className="hidden">{t("runs.title")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("runs.goal")}</th>
          <th scope="col">{t("runs.state")}</th>
          <th scope="col">{t("runs.progress")}</th>
          <th scope="col">{t("runs.requester")}</th>
          <th scope="col">{t("runs.created")}</th>
        </tr>
      </thead>
      <tbody>
        {runs.map((run) => (
          <tr key={run.id}>
            <td className="main-cell">
              <Link to={path("runs", run.id)}>{run.goal || run.task}</Link>
            </td>
            <td data-label={t("runs.state")}>
              <StateTag state={run.state} />
            </td>
            <td data-label={t("runs.progress")} className="progress-cell">
              <Progress
                state={run.state}
                value={run.progress}
                label={t("runs.progressOf", { goal: run.goal || run.task })}
              />
            </td>
            <td data-label={t("runs.requester")}>{run.requester}</td>
            <td data-label={t("runs.created")}>
              <Moment at={run.createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
