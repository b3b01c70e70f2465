import { Button, InlineNotification, SkeletonText } from "@carbon/react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { ApiError, explanationKey } from "../api/problem";

export function Loading({ lines = 5 }: { lines?: number }) {
  const { t } = useTranslation();
  return (
    <div className="pad" role="status" aria-label={t("common.loading")}>
      <SkeletonText paragraph lineCount={lines} />
    </div>
  );
}

interface EmptyProps {
  title: string;
  text?: string;
  children?: ReactNode;
}

export function Empty({ title, text, children }: EmptyProps) {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {text && <p>{text}</p>}
      {children}
    </div>
  );
}

/** An error in plain words, with what the server said about this very case. */
export function Failure({ error, retry }: { error: unknown; retry?: () => void }) {
  const { t } = useTranslation();
  return (
    <div className="failure">
      <InlineNotification kind="error" lowContrast hideCloseButton role="alert" title={t(explanationKey(error))}>
        <ErrorDetail error={error} />
      </InlineNotification>
      {retry && (
        <Button kind="tertiary" size="sm" onClick={retry}>
          {t("common.tryAgain")}
        </Button>
      )}
    </div>
  );
}

function ErrorDetail({ error }: { error: unknown }) {
  const { t } = useTranslation();
  if (!(error instanceof ApiError)) {
    return null;
  }
  return (
    <div className="error-detail">
      {error.detail && <p>{error.detail}</p>}
      {error.suggestions.length > 0 && (
        <>
          <p>{t("error.maybe")}</p>
          <ul>
            {error.suggestions.map((phrase) => (
              <li key={phrase}>{phrase}</li>
            ))}
          </ul>
        </>
      )}
      {error.diagnostics.map((each, index) => (
        <p key={index}>
          {each.path && <code>{`${each.path}:${each.line ?? 1}:${each.column ?? 1} `}</code>}
          {each.message} {each.hint}
        </p>
      ))}
    </div>
  );
}

interface Result<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

/** Loading, error or the data; data already there stays when a later refresh fails. */
export function Await<T>({ query, children }: { query: Result<T>; children: (data: T) => ReactNode }) {
  if (query.data !== undefined) {
    return children(query.data);
  }
  return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Loading />;
}
