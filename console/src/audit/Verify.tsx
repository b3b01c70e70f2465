import { Button, InlineNotification } from "@carbon/react";
import { Certificate } from "@carbon/icons-react";
import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { audit } from "../api/endpoints";
import type { AuditVerification } from "../api/types";
import { Failure } from "../ui/feedback";

/** Lets the server compute the whole chain anew. */
export function Verify() {
  const { t } = useTranslation();
  const check = useMutation({ mutationFn: audit.verify });
  return (
    <div className="verify">
      <Button
        size="md"
        renderIcon={Certificate}
        disabled={check.isPending}
        data-testid="verify"
        onClick={() => check.mutate()}
      >
        {t(check.isPending ? "audit.verifying" : "audit.verify")}
      </Button>
      {check.error && <Failure error={check.error} />}
      {check.data && !check.isPending && <Result result={check.data} />}
    </div>
  );
}

function Result({ result }: { result: AuditVerification }) {
  const { t } = useTranslation();
  return (
    <InlineNotification
      kind={result.valid ? "success" : "error"}
      lowContrast
      hideCloseButton
      role="status"
      title={result.valid ? t("audit.valid") : t("audit.broken", { seq: result.brokenAt ?? "?" })}
      subtitle={result.valid ? t("audit.validText", { count: result.events }) : (result.reason ?? "")}
    />
  );
}
