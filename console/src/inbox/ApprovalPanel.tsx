import { Button, InlineNotification } from "@carbon/react";
import { Checkmark, Close, UserFollow } from "@carbon/icons-react";
import { useQueryClient } from "@tanstack/react-query";
import { useImperativeHandle, useRef, useState, type Ref } from "react";
import { useTranslation } from "react-i18next";
import { approvals } from "../api/endpoints";
import { ApiError } from "../api/problem";
import { keys, useApproval } from "../api/queries";
import type { ApprovalDetail } from "../api/types";
import { useSession } from "../session/session";
import { Await, Failure } from "../ui/feedback";
import { useNotice } from "../ui/Notice";
import { StateTag } from "../ui/StateTag";
import { ApprovalFacts } from "./ApprovalFacts";
import { ApproveDialog, RejectDialog } from "./dialogs";
import { Expiry } from "./Expiry";
import { RiskTag } from "./RiskTag";
import { obstacle, type TriageCommand } from "./triage";

export interface PanelHandle {
  run: (command: Exclude<TriageCommand["kind"], "select">) => void;
}

interface ApprovalPanelProps {
  id: string;
  handle: Ref<PanelHandle>;
  onDecided: () => void;
}

export function ApprovalPanel({ id, handle, onDecided }: ApprovalPanelProps) {
  const query = useApproval(id);
  return (
    <Await query={query}>
      {(approval) => <Panel approval={approval} handle={handle} onDecided={onDecided} />}
    </Await>
  );
}

type PanelProps = Omit<ApprovalPanelProps, "id"> & { approval: ApprovalDetail };

function Panel({ approval, handle, onDecided }: PanelProps) {
  const { t } = useTranslation();
  const session = useSession();
  const client = useQueryClient();
  const notice = useNotice();
  const heading = useRef<HTMLHeadingElement>(null);
  const [dialog, setDialog] = useState<"approve" | "reject">();
  const [error, setError] = useState<unknown>();
  const [remarks, setRemarks] = useState("");
  const why = obstacle(approval, session);
  const mine = approval.claimedBy === session.username;

  const refresh = () => {
    void client.invalidateQueries({ queryKey: keys.approval(approval.id) });
    void client.invalidateQueries({ queryKey: ["approvals"] });
  };
  const decide = async (send: () => Promise<unknown>, done: string) => {
    try {
      await send();
    } catch (refusal) {
      if (refusal instanceof ApiError && refusal.status === 409) {
        refresh();
      }
      throw refusal;
    }
    notice(t(done));
    onDecided();
    refresh();
  };
  const claim = async () => {
    setError(undefined);
    try {
      await (mine ? approvals.release(approval.id) : approvals.claim(approval.id));
      notice(t(mine ? "inbox.released" : "inbox.claimed"));
    } catch (refusal) {
      setError(refusal);
    }
    refresh();
  };

  useImperativeHandle(handle, () => ({
    run(command) {
      if (command === "focus-detail") {
        heading.current?.focus();
      } else if (command === "claim") {
        if (approval.state === "open" && !why?.lasting) {
          void claim();
        }
      } else if (!why) {
        setDialog(command);
      }
    },
  }));
  return (
    <article className="approval" data-testid="approval-detail">
      <header className="approval-head">
        <div className="approval-title">
          <h2 ref={heading} tabIndex={-1}>
            {approval.action}
          </h2>
          <StateTag state={approval.state} />
          <RiskTag risk={approval.risk} />
        </div>
        <p className="approval-status">
          <span>{t("inbox.votes", { approvals: approval.approvals, required: approval.required })}</span>
          {approval.state === "open" && <Expiry at={approval.expiresAt} />}
          {approval.claimedBy && (
            <span>{mine ? t("inbox.claimedByYou") : t("inbox.claimedBy", { name: approval.claimedBy })}</span>
          )}
        </p>
        {approval.state === "open" && !why?.lasting && (
          <Actions
            obstructed={why !== undefined}
            mine={mine}
            onDecide={setDialog}
            onClaim={() => void claim()}
          />
        )}
        {why && (
          <div id="obstacle">
            <InlineNotification
              kind="info"
              lowContrast
              hideCloseButton
              title={t(why.key, { ...why.values, state: t(`state.${approval.state}`).toLowerCase() })}
            />
          </div>
        )}
        {error !== undefined && <Failure error={error} />}
      </header>
      <ApprovalFacts approval={approval} onRemarks={setRemarks} />
      {dialog === "approve" && (
        <ApproveDialog
          approval={approval}
          remarks={remarks}
          onClose={() => setDialog(undefined)}
          onApprove={(comment) =>
            decide(() => approvals.approve(approval.id, approval.digest, comment), "inbox.approved")
          }
        />
      )}
      {dialog === "reject" && (
        <RejectDialog
          approval={approval}
          remarks={remarks}
          onClose={() => setDialog(undefined)}
          onReject={(reason) =>
            decide(() => approvals.reject(approval.id, approval.digest, reason), "inbox.rejected")
          }
        />
      )}
    </article>
  );
}

interface ActionsProps {
  obstructed: boolean;
  mine: boolean;
  onDecide: (verdict: "approve" | "reject") => void;
  onClaim: () => void;
}

function Actions({ obstructed, mine, onDecide, onClaim }: ActionsProps) {
  const { t } = useTranslation();
  const described = obstructed ? "obstacle" : undefined;
  return (
    <div className="approval-actions">
      <Button
        size="md"
        renderIcon={Checkmark}
        disabled={obstructed}
        aria-describedby={described}
        data-testid="approve"
        onClick={() => onDecide("approve")}
      >
        {t("inbox.approve")}
      </Button>
      <Button
        size="md"
        kind="danger--tertiary"
        renderIcon={Close}
        disabled={obstructed}
        aria-describedby={described}
        data-testid="reject"
        onClick={() => onDecide("reject")}
      >
        {t("inbox.reject")}
      </Button>
      <Button size="md" kind="ghost" renderIcon={UserFollow} data-testid="claim" onClick={onClaim}>
        {t(mine ? "inbox.release" : "inbox.claim")}
      </Button>
    </div>
  );
}
