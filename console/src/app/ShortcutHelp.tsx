import { Modal } from "@carbon/react";
import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";

const INBOX: [string, string][] = [
  ["j", "next"],
  ["k", "previous"],
  ["Enter", "open"],
  ["a", "approve"],
  ["r", "reject"],
  ["c", "claim"],
];

const EVERYWHERE: [string, string][] = [
  ["g i", "goInbox"],
  ["g r", "goRuns"],
  ["g l", "goReleases"],
  ["g a", "goAudit"],
  ["g o", "goOperations"],
  ["n", "newRun"],
  ["/", "search"],
  ["?", "help"],
  ["Esc", "close"],
];

export function ShortcutHelp({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const close = useEffectEvent(onClose);
  useEffect(() => {
    // Captured, because the tooltip of the close button would take the first Escape for itself.
    const escape = (event: KeyboardEvent) => {
      if (event.key === "Escape") {
        close();
      }
    };
    window.addEventListener("keydown", escape, true);
    return () => window.removeEventListener("keydown", escape, true);
  }, []);
  return (
    <Modal
      open
      passiveModal
      size="sm"
      selectorPrimaryFocus=".cds--modal-close"
      modalHeading={t("keys.title")}
      closeButtonLabel={t("common.close")}
      onRequestClose={onClose}
    >
      <KeyList title={t("keys.inInbox")} entries={INBOX} />
      <KeyList title={t("keys.everywhere")} entries={EVERYWHERE} />
    </Modal>
  );
}

function KeyList({ title, entries }: { title: string; entries: [string, string][] }) {
  const { t } = useTranslation();
  return (
    <>
      <h3 className="keys-title">{title}</h3>
      <dl className="keys">
        {entries.map(([key, name]) => (
          <div key={key}>
            <dt>
              {key.split(" ").map((part) => (
                <kbd key={part}>{part}</kbd>
              ))}
            </dt>
            <dd>{t(`keys.${name}`)}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
