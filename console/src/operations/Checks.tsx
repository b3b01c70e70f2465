import { Button, Tag } from "@carbon/react";
import { Renew } from "@carbon/icons-react";
import { useTranslation } from "react-i18next";
import { useChecks } from "../api/queries";
import { Await } from "../ui/feedback";

export function Checks() {
  const { t } = useTranslation();
  const query = useChecks();
  return (
    <section className="operations" aria-labelledby="checks">
      <div className="page-head">
        <h2 id="checks">{t("operations.checks")}</h2>
        <Button kind="ghost" size="sm" renderIcon={Renew} disabled={query.isFetching} onClick={() => void query.refetch()}>
          {t("operations.again")}
        </Button>
      </div>
      <Await query={query}>
        {(checks) => (
          <table className="table" data-testid="checks">
            <caption className="hidden">{t("operations.checks")}</caption>
            <thead>
              <tr>
                <th scope="col">{t("operations.check")}</th>
                <th scope="col">{t("operations.result")}</th>
                <th scope="col">{t("operations.found")}</th>
                <th scope="col">{t("operations.fix")}</th>
              </tr>
            </thead>
            <tbody>
              {checks.map((check) => (
                <tr key={check.check}>
                  <td className="main-cell">{check.check}</td>
                  <td data-label={t("operations.result")}>
                    <Tag type={check.ok ? "green" : "red"} size="sm">
                      {t(check.ok ? "operations.ok" : "operations.missing")}
                    </Tag>
                  </td>
                  <td data-label={t("operations.found")}>{check.detail}</td>
                  <td data-label={t("operations.fix")}>{check.fix}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </Await>
    </section>
  );
}
