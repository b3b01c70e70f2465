import { Button } from "@carbon/react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useFormat } from "../i18n/format";

const FIRST = 300;
const MORE = 2000;

export interface FirstLines {
  shown: number;
  total: number;
  more: () => void;
}

/** A browser cannot lay out ten thousand lines at once, so long texts come in pieces. */
export function useFirstLines(total: number, first = FIRST): FirstLines {
  const [wanted, setWanted] = useState(first);
  return { shown: Math.min(wanted, total), total, more: () => setWanted((before) => before + MORE) };
}

interface MoreLinesProps {
  lines: FirstLines;
  /** Says how many of how many are shown. */
  what?: "common.linesOf" | "common.filesOf";
}

export function MoreLines({ lines, what = "common.linesOf" }: MoreLinesProps) {
  const { t } = useTranslation();
  const format = useFormat();
  if (lines.shown >= lines.total) {
    return null;
  }
  return (
    <p className="more-lines">
      {t(what, { shown: format.number(lines.shown), total: format.number(lines.total) })}
      <Button kind="ghost" size="sm" onClick={lines.more}>
        {t("common.showMore")}
      </Button>
    </p>
  );
}
