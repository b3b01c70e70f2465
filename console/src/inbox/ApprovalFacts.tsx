import { lazy, Suspense, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ApprovalDetail } from "../api/types";
import { Link, path } from "../app/router";
import { isoDuration, useFormat } from "../i18n/format";
import { CodeBlock } from "../ui/CodeBlock";
import { Loading } from "../ui/feedback";
import { ArgumentList, Digest, Moment, Reasons } from "../ui/words";

const DiffView = lazy(() => import("../ui/DiffView").then((module) => ({ default: module.DiffView })));
const ApprovalForm = lazy(() => import("./ApprovalForm").then((module) => ({ default: module.ApprovalForm })));

interface ApprovalFactsProps {
  approval: ApprovalDetail;
  onRemarks: (text: string) => void;
}

/** Everything a person needs to decide, the most telling first. */
export function ApprovalFacts({ approval, onRemarks }: ApprovalFactsProps) {
  const { t } = useTranslation();
  const code = approval.code ?? [];
  return (
    <div className="approval-facts">
      <Section title={t("inbox.why")}>
        <Reasons reasons={approval.reasons} />
        <Signals approval={approval} />
      </Section>
      {approval.preview && (
        <Section title={t("inbox.preview")}>
          <pre className="preview" tabIndex={0} role="region" aria-label={t("inbox.preview")} data-testid="preview">
            {approval.preview}
          </pre>
        </Section>
      )}
      <Section title={t("inbox.whatRuns")}>
        <Overview approval={approval} />
      </Section>
      <Section title={t("inbox.arguments")}>
        {Object.keys(approval.arguments ?? {}).length === 0 ? (
          <p>{t("inbox.noArguments")}</p>
        ) : (
          <ArgumentList values={approval.arguments} />
        )}
      </Section>
      {code.length > 0 && (
        <Section title={t("inbox.code")}>
          {code.map((file) => (
            <CodeBlock key={file.path} {...file} />
          ))}
        </Section>
      )}
      <Files approval={approval} />
      {approval.diff && (
        <Section title={t("inbox.changes")}>
          <Suspense fallback={<Loading lines={3} />}>
            <DiffView text={approval.diff} />
          </Suspense>
        </Section>
      )}
      <Votes approval={approval} />
      {approval.form && approval.state === "open" && (
        <Section title={t("inbox.form")}>
          <Suspense fallback={<Loading lines={3} />}>
            <ApprovalForm approval={approval} onRemarks={onRemarks} />
          </Suspense>
        </Section>
      )}
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="fact-section">
      <h3>{title}</h3>
      {children}
    </section>
  );
}

function Overview({ approval }: { approval: ApprovalDetail }) {
  const { t } = useTranslation();
  const { reversibility } = approval;
  return (
    <dl className="facts">
      <Fact name={t("inbox.operation")}>
        <code>{`${approval.connector}.${approval.operation}`}</code>
      </Fact>
      {reversibility && (
        <Fact name={t("inbox.reversibility")}>
          {t(`reversibility.${reversibility.toLowerCase().replaceAll("_", "-")}`, reversibility)}
        </Fact>
      )}
      <Fact name={t("inbox.goal")}>{approval.goal}</Fact>
      <Fact name={t("inbox.run")}>
        <Link to={path("runs", approval.runId)}>{approval.runId}</Link>
        {" · "}
        {t("inbox.step", { step: approval.stepId })}
      </Fact>
      <Fact name={t("inbox.requester")}>{approval.requester}</Fact>
      <Fact name={t("inbox.created")}>
        <Moment at={approval.createdAt} />
      </Fact>
      <Fact name={t("inbox.digest")} wide>
        <Digest value={approval.digest} whole />
        <small>{t("inbox.digestHelp")}</small>
      </Fact>
    </dl>
  );
}

function Fact({ name, wide = false, children }: { name: string; wide?: boolean; children: ReactNode }) {
  return (
    <div className={wide ? "wide" : undefined}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

function Signals({ approval }: { approval: ApprovalDetail }) {
  const { t } = useTranslation();
  const signals = approval.signals ?? [];
  return signals.length === 0 ? null : (
    <>
      <h4>{t("inbox.signals")}</h4>
      <ul className="signals">
        {signals.map((signal) => (
          <li key={signal.name + signal.evidence}>
            <code>{signal.name}</code>
            <strong>{t("inbox.weight", { weight: signal.weight })}</strong>
            <span>{signal.evidence}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Files({ approval }: { approval: ApprovalDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const files = approval.files ?? [];
  return files.length === 0 ? null : (
    <Section title={t("inbox.files")}>
      {files.map((file) =>
        file.text ? (
          <CodeBlock key={file.path} path={file.path} text={file.text} sha256={file.sha256} />
        ) : (
          <div key={file.path} className="file-fact">
            <strong>{file.path}</strong> <span>{format.size(file.size)}</span> <Digest value={file.sha256} />
            <small>{t("inbox.noText")}</small>
          </div>
        ),
      )}
    </Section>
  );
}

function Votes({ approval }: { approval: ApprovalDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const votes = approval.decisions ?? [];
  return (
    <div className="two-columns">
      <Section title={t("inbox.requirements")}>
        <ul className="plain">
          {(approval.requirements ?? []).map((each, index) => (
            <li key={index}>
              <strong>
                {each.within
                  ? t("inbox.requirementWithin", { ...each, within: isoDuration(format, each.within) })
                  : t("inbox.requirement", { ...each })}
              </strong>
              {each.reason && <span className="block">{each.reason}</span>}
            </li>
          ))}
        </ul>
      </Section>
      <Section title={t("inbox.decisions")}>
        {votes.length === 0 && <p>{t("inbox.noDecisions")}</p>}
        <ul className="plain">
          {votes.map((vote) => (
            <li key={vote.by + vote.at}>
              <strong>{vote.by}</strong> {t(`verdict.${vote.verdict.toLowerCase()}`, vote.verdict)}{" "}
              <Moment at={vote.at} />
              {vote.comment && <span className="block">{vote.comment}</span>}
            </li>
          ))}
        </ul>
      </Section>
    </div>
  );
}
