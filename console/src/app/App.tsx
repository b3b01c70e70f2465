import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { lazy, Suspense, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { LiveProvider } from "../api/live";
import { worthRetrying } from "../api/queries";
import { InboxPage } from "../inbox/InboxPage";
import { RunsPage } from "../runs/RunsPage";
import { SessionGate } from "../session/session";
import { Empty, Loading } from "../ui/feedback";
import { NoticeProvider } from "../ui/Notice";
import { ErrorBoundary } from "./ErrorBoundary";
import { navigate, Router, usePlace } from "./router";
import { Shell } from "./Shell";
import { useTitle } from "./title";

const RunPage = lazy(() => import("../run/RunPage").then((module) => ({ default: module.RunPage })));
const ReleasesPage = lazy(() =>
  import("../releases/ReleasesPage").then((module) => ({ default: module.ReleasesPage })),
);
const AuditPage = lazy(() => import("../audit/AuditPage").then((module) => ({ default: module.AuditPage })));
const OperationsPage = lazy(() =>
  import("../operations/OperationsPage").then((module) => ({ default: module.OperationsPage })),
);

function createClient(): QueryClient {
  // The event stream says what changed, so nothing is asked for again just because time passed.
  const queries = { retry: worthRetrying, staleTime: 30_000, refetchOnWindowFocus: false };
  return new QueryClient({ defaultOptions: { queries } });
}

export function App() {
  const [client] = useState(createClient);
  return (
    <QueryClientProvider client={client}>
      <Router>
        <SessionGate>
          <LiveProvider>
            <NoticeProvider>
              <Shell>
                <Pages />
              </Shell>
            </NoticeProvider>
          </LiveProvider>
        </SessionGate>
      </Router>
    </QueryClientProvider>
  );
}

function Pages() {
  const { segments } = usePlace();
  return (
    <ErrorBoundary place={segments.join("/")}>
      <Suspense fallback={<Loading />}>
        <Page segments={segments} />
      </Suspense>
    </ErrorBoundary>
  );
}

function Page({ segments: [section, id, tab] }: { segments: string[] }) {
  switch (section) {
    case undefined:
    case "login":
      return <Start />;
    case "inbox":
      return <InboxPage selected={id} />;
    case "runs":
      return id ? <RunPage key={id} id={id} tab={tab} /> : <RunsPage />;
    case "releases":
      return <ReleasesPage digest={id} />;
    case "audit":
      return <AuditPage />;
    case "operations":
      return <OperationsPage />;
    default:
      return <NotFound />;
  }
}

function Start() {
  useEffect(() => {
    navigate("/inbox", { replace: true });
  }, []);
  return null;
}

function NotFound() {
  const { t } = useTranslation();
  useTitle(t("app.notFound"));
  return (
    <>
      <h1 className="hidden">{t("app.notFound")}</h1>
      <Empty title={t("app.notFound")} text={t("app.notFoundText")} />
    </>
  );
}
