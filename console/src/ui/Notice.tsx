import { ToastNotification } from "@carbon/react";
import { createContext, useCallback, useContext, useState, type ReactNode } from "react";
import { useTranslation } from "react-i18next";

const NoticeContext = createContext<(text: string) => void>(() => undefined);

/** Says in passing that something was done. */
export const useNotice = () => useContext(NoticeContext);

export function NoticeProvider({ children }: { children: ReactNode }) {
  const { t } = useTranslation();
  const [notice, setNotice] = useState<{ id: number; text: string }>();
  const tell = useCallback(
    (text: string) => setNotice((before) => ({ id: (before?.id ?? 0) + 1, text })),
    [],
  );
  return (
    <NoticeContext value={tell}>
      {children}
      <div className="notices">
        {notice && (
          <ToastNotification
            key={notice.id}
            kind="success"
            lowContrast
            role="status"
            title={notice.text}
            timeout={4000}
            statusIconDescription={notice.text}
            aria-label={t("common.close")}
            onClose={() => setNotice(undefined)}
          />
        )}
      </div>
    </NoticeContext>
  );
}
