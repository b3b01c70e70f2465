import { Button, Search, Select, SelectItem } from "@carbon/react";
import { Add } from "@carbon/icons-react";
import { useDeferredValue, useState } from "react";
import { useTranslation } from "react-i18next";
import { useRuns } from "../api/queries";
import type { RunState } from "../api/types";
import { useTitle } from "../app/title";
import { Await, Empty } from "../ui/feedback";
import { may } from "../session/roles";
import { useSession } from "../session/session";
import { usePageKeys } from "../ui/shortcuts";
import { NewRunDialog } from "./NewRunDialog";
import { RunTable } from "./RunTable";

const STATES: RunState[] = [
  "pending",
  "running",
  "waiting",
  "retrying",
  "success",
  "failed",
  "cancelled",
  "rolled_back",
];

export function RunsPage() {
  const { t } = useTranslation();
  const [state, setState] = useState("");
  const [words, setWords] = useState("");
  const [creating, setCreating] = useState(false);
  const starts = may(useSession(), "startRun");
  const query = useRuns(state, useDeferredValue(words.trim()));
  useTitle(t("runs.title"));

  usePageKeys((key) => {
    if (key === "n" && starts) {
      setCreating(true);
    } else if (key === "/") {
      document.getElementById("run-search")?.focus();
    } else {
      return false;
    }
    return true;
  });
  const filtered = state !== "" || words.trim() !== "";
  return (
    <div className="page">
      <div className="page-head">
        <h1>{t("runs.title")}</h1>
        {starts && (
          <Button size="md" renderIcon={Add} data-testid="new-run" onClick={() => setCreating(true)}>
            {t("runs.new")}
          </Button>
        )}
      </div>
      <div className="filters">
        <Search
          id="run-search"
          size="md"
          labelText={t("runs.search")}
          placeholder={t("runs.search")}
          closeButtonLabelText={t("common.clearSearch")}
          value={words}
          onChange={(event) => setWords(event.target.value)}
        />
        <Select
          id="run-state"
          size="md"
          hideLabel
          labelText={t("runs.state")}
          value={state}
          onChange={(event) => setState(event.target.value)}
        >
          <SelectItem value="" text={t("runs.allStates")} />
          {STATES.map((each) => (
            <SelectItem key={each} value={each} text={t(`state.${each}`)} />
          ))}
        </Select>
      </div>
      <Await query={query}>
        {({ pages }) => {
          const runs = pages.flatMap((page) => page.items);
          return runs.length > 0 ? (
            <RunTable runs={runs} />
          ) : filtered ? (
            <Empty title={t("runs.noMatch")} text={t("runs.noMatchText")} />
          ) : (
            <Empty title={t("runs.empty")} text={starts ? t("runs.emptyText") : undefined}>
              {starts && (
                <Button kind="tertiary" size="sm" onClick={() => setCreating(true)}>
                  {t("runs.new")}
                </Button>
              )}
            </Empty>
          );
        }}
      </Await>
      {query.hasNextPage && (
        <Button
          kind="ghost"
          disabled={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("common.loadMore")}
        </Button>
      )}
      {creating && <NewRunDialog onClose={() => setCreating(false)} />}
    </div>
  );
}
