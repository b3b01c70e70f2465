import { CopyButton } from "@carbon/react";
import { useTranslation } from "react-i18next";
import type { Arguments, Step, Words } from "../api/types";
import { useFormat } from "../i18n/format";

export function Moment({ at }: { at: string | null | undefined }) {
  const format = useFormat();
  return at ? <time dateTime={at}>{format.dateTime(at)}</time> : null;
}

export function Reasons({ reasons }: { reasons: Words[] }) {
  return (
    <ul className="reasons">
      {reasons.map((reason, index) =>
        typeof reason === "string" ? (
          <li key={index}>{reason}</li>
        ) : (
          <li key={index}>
            {reason.message}
            {reason.source && <code className="source">{reason.source}</code>}
          </li>
        ),
      )}
    </ul>
  );
}

/** A digest short enough to read and whole enough to copy. */
export function Digest({ value, whole = false }: { value: string; whole?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className="digest">
      <code title={value}>{whole ? value : shortDigest(value)}</code>
      <CopyButton
        align="left"
        iconDescription={t("common.copy")}
        feedback={t("common.copied")}
        onClick={() => void navigator.clipboard.writeText(value)}
      />
    </span>
  );
}

/** What went wrong in a step, in the connector's words. */
export function errorText(error: Step["error"]): string {
  return typeof error === "object" && error !== null ? error.message : (error ?? "");
}

export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, "").slice(0, 12);
}

export function valueText(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value, null, 2);
}

export function ArgumentList({ values }: { values: Arguments }) {
  return (
    <dl className="arguments">
      {Object.entries(values).map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{valueText(value)}</dd>
        </div>
      ))}
    </dl>
  );
}
