import { TextArea } from "@carbon/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ApprovalDetail } from "../api/types";
import { Confirm } from "../ui/Confirm";

interface DialogProps {
  approval: ApprovalDetail;
  remarks: string;
  onClose: () => void;
}

/** Repeats the digest, because it is what the approval holds for. */
export function ApproveDialog(props: DialogProps & { onApprove: (comment: string) => Promise<void> }) {
  const { t } = useTranslation();
  const { approval } = props;
  // What was on the screen when the dialog opened is what is approved, even if news comes in.
  const [shown] = useState(approval.digest);
  const [comment, setComment] = useState(props.remarks);
  return (
    <Confirm
      title={t("inbox.approveTitle")}
      text={t("inbox.approveText", { action: approval.action })}
      confirm={t("inbox.approve")}
      disabled={shown !== approval.digest}
      onConfirm={() => props.onApprove(comment.trim())}
      onClose={props.onClose}
    >
      <p className="dialog-digest">
        <code>{`${approval.connector}.${approval.operation}`}</code>
        <code>{shown}</code>
      </p>
      <TextArea
        id="approve-comment"
        labelText={t("inbox.comment")}
        rows={2}
        value={comment}
        onChange={(event) => setComment(event.target.value)}
      />
    </Confirm>
  );
}

export function RejectDialog(props: DialogProps & { onReject: (reason: string) => Promise<void> }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState(props.remarks);
  return (
    <Confirm
      danger
      title={t("inbox.rejectTitle")}
      text={t("inbox.rejectText")}
      confirm={t("inbox.reject")}
      disabled={reason.trim() === ""}
      focus="#reject-reason"
      onConfirm={() => props.onReject(reason.trim())}
      onClose={props.onClose}
    >
      <TextArea
        id="reject-reason"
        labelText={t("inbox.reason")}
        helperText={t("inbox.reasonRequired")}
        rows={3}
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
    </Confirm>
  );
}
