import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext, useEffect, type ReactNode } from "react";
import { whenUnauthenticated } from "../api/client";
import { session as endpoint } from "../api/endpoints";
import { ApiError } from "../api/problem";
import { keys, useSessionQuery } from "../api/queries";
import type { Session } from "../api/types";
import { adoptLanguage } from "../i18n";
import { Failure, Loading } from "../ui/feedback";
import { LoginPage } from "./LoginPage";

const SessionContext = createContext<Session | undefined>(undefined);

export function useSession(): Session {
  const session = useContext(SessionContext);
  if (!session) {
    throw new Error("useSession is for pages behind the login");
  }
  return session;
}

/** Shows its children to who is logged in, and the login page to everyone else. */
export function SessionGate({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const query = useSessionQuery();
  const language = query.data?.language;
  useEffect(() => {
    whenUnauthenticated(() => void client.resetQueries({ queryKey: keys.session }));
  }, [client]);
  useEffect(() => {
    adoptLanguage(language);
  }, [language]);

  if (query.error instanceof ApiError && query.error.status === 401) {
    return <LoginPage />;
  }
  if (query.data) {
    return <SessionContext value={query.data}>{children}</SessionContext>;
  }
  return query.error ? <Failure error={query.error} retry={() => void query.refetch()} /> : <Loading />;
}

export function useLogout(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    await endpoint.logout().catch(() => undefined);
    client.clear();
    await client.resetQueries({ queryKey: keys.session });
  };
}
