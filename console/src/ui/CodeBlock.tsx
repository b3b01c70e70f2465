import { useTranslation } from "react-i18next";
import { MoreLines, useFirstLines } from "./MoreLines";
import { Digest } from "./words";

interface CodeBlockProps {
  path: string;
  text: string;
  sha256?: string;
}

/** Source text with line numbers; the numbers stay out of a copied selection. */
export function CodeBlock({ path, text, sha256 }: CodeBlockProps) {
  const { t } = useTranslation();
  const lines = text.replace(/\n$/, "").split("\n");
  const first = useFirstLines(lines.length);
  return (
    <figure className="code-block">
      <figcaption>
        <span className="code-path">{path}</span>
        {sha256 && <Digest value={sha256} />}
      </figcaption>
      <div className="code-scroll" role="region" tabIndex={0} aria-label={t("common.lines", { path, count: lines.length })}>
        <ol>
          {lines.slice(0, first.shown).map((line, index) => (
            <li key={index}>
              <code>{line === "" ? "\n" : line}</code>
            </li>
          ))}
        </ol>
      </div>
      <MoreLines lines={first} />
    </figure>
  );
}
