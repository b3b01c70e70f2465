import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ApprovalSummary } from "../api/types";
import { Link, path } from "../app/router";
import { StateTag } from "../ui/StateTag";
import { Expiry } from "./Expiry";
import { RiskTag } from "./RiskTag";

interface ApprovalListProps {
  approvals: ApprovalSummary[];
  selected: string | undefined;
}

export function ApprovalList({ approvals, selected }: ApprovalListProps) {
  const { t } = useTranslation();
  const current = useRef<HTMLLIElement>(null);
  useEffect(() => {
    current.current?.scrollIntoView({ block: "nearest" });
  }, [selected]);
  return (
    <ul className="approval-list" aria-label={t("inbox.listLabel")}>
      {approvals.map((approval) => (
        <li key={approval.id} ref={approval.id === selected ? current : undefined}>
          <Link
            to={path("inbox", approval.id)}
            className="approval-item"
            aria-current={approval.id === selected}
            data-testid="approval-item"
          >
            <span className="approval-item-head">
              <strong>{approval.action}</strong>
              <RiskTag risk={approval.risk} />
            </span>
            <span className="approval-item-goal">{approval.goal}</span>
            <span className="approval-item-foot">
              {approval.state === "open" ? <Expiry at={approval.expiresAt} /> : <StateTag state={approval.state} />}
              <span>{t("common.by", { name: approval.requester })}</span>
              {approval.claimedBy && <span>{t("inbox.claimedBy", { name: approval.claimedBy })}</span>}
            </span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
