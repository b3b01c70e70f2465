import { Select, SelectItem } from "@carbon/react";
import { ArrowLeft } from "@carbon/icons-react";
import { useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { useApprovals } from "../api/queries";
import { Link, navigate, path } from "../app/router";
import { useTitle } from "../app/title";
import { Await, Empty } from "../ui/feedback";
import { usePageKeys } from "../ui/shortcuts";
import { ApprovalList } from "./ApprovalList";
import { ApprovalPanel, type PanelHandle } from "./ApprovalPanel";
import { nextAfter, triage } from "./triage";

type Shown = "open" | "done" | "all";

export function InboxPage({ selected }: { selected: string | undefined }) {
  const { t } = useTranslation();
  const [shown, setShown] = useState<Shown>("open");
  const query = useApprovals(shown);
  const panel = useRef<PanelHandle>(null);
  const ids = (query.data ?? []).map((approval) => approval.id);
  useTitle(t("inbox.title"));

  usePageKeys((key) => {
    const command = triage(key, ids, selected);
    if (command?.kind === "select") {
      navigate(path("inbox", command.id), { replace: selected !== undefined });
    } else if (command) {
      panel.current?.run(command.kind);
    }
    return command !== undefined;
  });

  const decided = (id: string) => {
    const next = shown === "open" ? nextAfter(ids, id) : undefined;
    if (next) {
      navigate(path("inbox", next), { replace: true });
    }
  };
  return (
    <div className="inbox" data-detail={selected !== undefined}>
      <h1 className="hidden">{t("inbox.title")}</h1>
      <section className="inbox-side" aria-labelledby="inbox-title">
        <div className="inbox-head">
          <h2 id="inbox-title" className="inbox-title">{t("inbox.title")}</h2>
          <Select
            id="inbox-shown"
            size="sm"
            inline
            hideLabel
            labelText={t("inbox.show")}
            value={shown}
            onChange={(event) => setShown(event.target.value as Shown)}
          >
            <SelectItem value="open" text={t("inbox.open")} />
            <SelectItem value="done" text={t("inbox.done")} />
            <SelectItem value="all" text={t("inbox.all")} />
          </Select>
        </div>
        <Await query={query}>
          {(approvals) =>
            approvals.length === 0 ? (
              <Empty
                title={t(shown === "done" ? "inbox.emptyDone" : "inbox.empty")}
                text={shown === "done" ? undefined : t("inbox.emptyText")}
              />
            ) : (
              <ApprovalList approvals={approvals} selected={selected} />
            )
          }
        </Await>
      </section>
      <section className="inbox-main" aria-label={t("inbox.whatRuns")}>
        {selected === undefined ? (
          <Empty title={t("inbox.choose")} text={t("inbox.chooseText")} />
        ) : (
          <>
            <Link to="/inbox" className="back-link narrow-only">
              <ArrowLeft /> {t("inbox.toList")}
            </Link>
            <ApprovalPanel key={selected} id={selected} handle={panel} onDecided={() => decided(selected)} />
          </>
        )}
      </section>
    </div>
  );
}
