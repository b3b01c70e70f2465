import { Tag } from "@carbon/react";
import { useTranslation } from "react-i18next";

/** Risk from 0 to 100; the colour only repeats the number. */
export function RiskTag({ risk }: { risk: number | null | undefined }) {
  const { t } = useTranslation();
  if (risk === null || risk === undefined) {
    return null;
  }
  const colour = risk >= 70 ? "red" : risk >= 40 ? "magenta" : "cool-gray";
  return (
    <Tag type={colour} size="sm" className="risk-tag">
      {t("inbox.risk", { risk })}
    </Tag>
  );
}
