import { Button, InlineNotification } from "@carbon/react";
import { ArrowLeft, Renew, StopOutline, Undo } from "@carbon/icons-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { RunDetail } from "../api/types";
import { Link, path } from "../app/router";
import { Progress } from "../runs/Progress";
import { maySteer } from "../session/roles";
import { useSession } from "../session/session";
import { StateTag } from "../ui/StateTag";
import { Moment, shortDigest } from "../ui/words";
import { RunDialog, type RunAction } from "./RunDialog";
import { canCancel, canRetry, canRollBack } from "./runActions";

export function RunHeader({ run }: { run: RunDetail }) {
  const { t } = useTranslation();
  const [action, setAction] = useState<RunAction>();
  const steers = maySteer(useSession(), run);
  const waiting = run.steps.find((step) => step.state === "waiting" && step.approvalId);
  return (
    <header className="run-head">
      <Link to="/runs" className="back-link">
        <ArrowLeft /> {t("runs.title")}
      </Link>
      <div className="page-head">
        <h1>{run.goal || run.task}</h1>
        <div className="run-actions">
          {steers && canCancel(run.state) && (
            <Button kind="danger--tertiary" size="sm" renderIcon={StopOutline} onClick={() => setAction("cancel")}>
              {t("run.cancel")}
            </Button>
          )}
          {steers && canRetry(run.state) && (
            <Button kind="tertiary" size="sm" renderIcon={Renew} onClick={() => setAction("retry")}>
              {t("run.retry")}
            </Button>
          )}
          {steers && canRollBack(run.state) && (
            <Button kind="danger--ghost" size="sm" renderIcon={Undo} onClick={() => setAction("rollback")}>
              {t("run.rollback")}
            </Button>
          )}
        </div>
      </div>
      <div className="run-status">
        <StateTag state={run.state} size="md" />
        <Progress state={run.state} value={run.progress} label={t("run.progress")} />
        {run.state === "waiting" && (
          <span>
            {run.waitingFor && t("run.waitingFor", { what: run.waitingFor })}{" "}
            {waiting?.approvalId && <Link to={path("inbox", waiting.approvalId)}>{t("run.openApproval")}</Link>}
          </span>
        )}
      </div>
      <Facts run={run} />
      {run.failure && (
        <InlineNotification
          kind="error"
          lowContrast
          hideCloseButton
          role="status"
          title={t("run.failure")}
          subtitle={run.failure}
        />
      )}
      {action && <RunDialog run={run} action={action} onClose={() => setAction(undefined)} />}
    </header>
  );
}

function Facts({ run }: { run: RunDetail }) {
  const { t } = useTranslation();
  const results = run.result ?? [];
  return (
    <dl className="run-facts">
      <div>
        <dt>{t("run.task")}</dt>
        <dd>{run.task}</dd>
      </div>
      <div>
        <dt>{t("run.requester")}</dt>
        <dd>{run.requester}</dd>
      </div>
      <div>
        <dt>{t("run.started")}</dt>
        <dd>
          <Moment at={run.createdAt} />
        </dd>
      </div>
      {run.finishedAt && (
        <div>
          <dt>{t("run.finished")}</dt>
          <dd>
            <Moment at={run.finishedAt} />
          </dd>
        </div>
      )}
      <div>
        <dt>{t("run.release")}</dt>
        <dd>
          <Link to={path("releases", run.release)}>
            <code>{shortDigest(run.release)}</code>
          </Link>
        </dd>
      </div>
      {results.length > 0 && (
        <div>
          <dt>{t("run.results")}</dt>
          <dd className="links">
            {results.map((file) => (
              <Link key={file.path} to={`${path("runs", run.id, "files")}?file=${encodeURIComponent(file.path)}`}>
                {file.path}
              </Link>
            ))}
          </dd>
        </div>
      )}
    </dl>
  );
}
