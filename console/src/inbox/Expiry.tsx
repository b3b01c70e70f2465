import { useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format";

const HOUR_MS = 3_600_000;

/** Counts down: each second in the last hour, each half minute before. */
export function Expiry({ at }: { at: string | null | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [now, setNow] = useState(() => Date.now());
  const left = at ? new Date(at).getTime() - now : Number.POSITIVE_INFINITY;
  const period = left < HOUR_MS ? 1000 : 30_000;
  useEffect(() => {
    if (!at) {
      return undefined;
    }
    const timer = setInterval(() => setNow(Date.now()), period);
    return () => clearInterval(timer);
  }, [at, period]);

  if (!at) {
    return <span>{t("inbox.noExpiry")}</span>;
  }
  const text = left <= 0 ? t("inbox.expired") : t("inbox.expiresIn", { time: format.duration(Math.max(left, 1000)) });
  return (
    <time dateTime={at} title={format.dateTime(at)} className={left < HOUR_MS ? "urgent" : undefined}>
      {text}
    </time>
  );
}
