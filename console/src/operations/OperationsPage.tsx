import { useTranslation } from "react-i18next";
import { useTitle } from "../app/title";
import { may } from "../session/roles";
import { useSession } from "../session/session";
import { Checks } from "./Checks";
import { DeadLetters } from "./DeadLetters";

/** What an operator looks at: whether everything is there, and what waits for a person. */
export function OperationsPage() {
  const { t } = useTranslation();
  const session = useSession();
  useTitle(t("operations.title"));
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("operations.title")}</h1>
      </div>
      {may(session, "settleDeadLetters") && <DeadLetters />}
      <Checks />
    </div>
  );
}
