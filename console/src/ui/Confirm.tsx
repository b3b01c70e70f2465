import { Modal } from "@carbon/react";
import { useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { Failure } from "./feedback";

interface ConfirmProps {
  title: string;
  text?: string;
  confirm: string;
  dismiss?: string;
  danger?: boolean;
  disabled?: boolean;
  onConfirm: () => Promise<unknown>;
  onClose: () => void;
  children?: ReactNode;
  /** Selector of what gets the focus first; the confirming button otherwise. */
  focus?: string;
}

/** Asks before something happens, and stays open with the reason when it is refused. */
export function Confirm(props: ConfirmProps) {
  const { t } = useTranslation();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>();

  const submit = () => {
    setBusy(true);
    setError(undefined);
    props.onConfirm().then(props.onClose, (refusal: unknown) => {
      setBusy(false);
      setError(refusal);
    });
  };
  return (
    <Modal
      open
      size="sm"
      danger={props.danger}
      modalHeading={props.title}
      primaryButtonText={props.confirm}
      secondaryButtonText={props.dismiss ?? t("common.cancel")}
      primaryButtonDisabled={busy || props.disabled}
      closeButtonLabel={t("common.close")}
      selectorPrimaryFocus={props.focus ?? ".cds--modal-footer .cds--btn:last-child"}
      onRequestClose={props.onClose}
      onRequestSubmit={submit}
    >
      {props.text && <p className="confirm-text">{props.text}</p>}
      {props.children}
      {error !== undefined && <Failure error={error} />}
    </Modal>
  );
}
