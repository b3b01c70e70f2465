import { Button } from "@carbon/react";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { operations } from "../api/endpoints";
import { keys, useDeadLetters } from "../api/queries";
import type { DeadLetter } from "../api/types";
import { Link, path } from "../app/router";
import { Confirm } from "../ui/Confirm";
import { Await, Empty } from "../ui/feedback";
import { useNotice } from "../ui/Notice";
import { Moment } from "../ui/words";

type Verdict = "replay" | "discard";

/** Steps of which nobody knows whether their effect happened. */
export function DeadLetters() {
  const { t } = useTranslation();
  const query = useDeadLetters();
  const [asked, setAsked] = useState<{ letter: DeadLetter; verdict: Verdict }>();
  return (
    <section className="operations" aria-labelledby="dead-letters">
      <h2 id="dead-letters">{t("operations.deadLetters")}</h2>
      <Await query={query}>
        {(letters) =>
          letters.length === 0 ? (
            <Empty title={t("operations.noLetters")} text={t("operations.noLettersText")} />
          ) : (
            <LetterTable letters={letters} onAsk={(letter, verdict) => setAsked({ letter, verdict })} />
          )
        }
      </Await>
      {asked && <Settle {...asked} onClose={() => setAsked(undefined)} />}
    </section>
  );
}

interface LetterTableProps {
  letters: DeadLetter[];
  onAsk: (letter: DeadLetter, verdict: Verdict) => void;
}

function LetterTable({ letters, onAsk }: LetterTableProps) {
  const { t } = useTranslation();
  return (
    <table className="table" data-testid="dead-letters">
      <caption className="hidden">{t("operations.deadLetters")}</caption>
      <thead>
        <tr>
          <th scope="col">{t("steps.step")}</th>
          <th scope="col">{t("audit.when")}</th>
          <th scope="col">{t("operations.happened")}</th>
          <th scope="col">{t("operations.verdict")}</th>
        </tr>
      </thead>
      <tbody>
        {letters.map((letter) => (
          <tr key={letter.id}>
            <td className="main-cell">
              <Link to={path("runs", letter.run, "steps")}>{`${letter.run.slice(0, 13)} · ${letter.step}`}</Link>
            </td>
            <td data-label={t("audit.when")}>
              <Moment at={letter.createdAt} />
            </td>
            <td data-label={t("operations.happened")}>
              <span>
                <code>{letter.code}</code> {letter.message}
              </span>
            </td>
            <td data-label={t("operations.verdict")}>
              <span>
                <Button kind="tertiary" size="sm" onClick={() => onAsk(letter, "replay")}>
                  {t("operations.replay")}
                </Button>
                <Button kind="danger--ghost" size="sm" onClick={() => onAsk(letter, "discard")}>
                  {t("operations.discard")}
                </Button>
              </span>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function Settle({ letter, verdict, onClose }: { letter: DeadLetter; verdict: Verdict; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const notice = useNotice();
  const settle = async () => {
    await operations.settle(letter.id, verdict);
    notice(t("run.accepted"));
    await client.invalidateQueries({ queryKey: keys.deadLetters });
  };
  return (
    <Confirm
      danger
      title={t(`operations.${verdict}Title`)}
      text={t(`operations.${verdict}Text`, { step: letter.step })}
      confirm={t(`operations.${verdict}`)}
      onConfirm={settle}
      onClose={onClose}
    />
  );
}
