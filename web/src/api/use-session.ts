import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { useApi, useDashboard } from "./dashboard-context.tsx";
import {
  chooseProject,
  may,
  type Session,
  type SessionAccount,
  type SessionProject,
  sessionQuery,
  type Verb,
} from "./session.ts";
import { useObservable } from "./use-observable.ts";

/** Who sits before this page. */
export function useSession(): Session {
  return useSuspenseQuery(sessionQuery(useApi())).data;
}

/** Gives the function that takes over what the server says of the session after a log-in; the router then leads on. */
export function useTakeSession(): (session: Session) => void {
  const queryClient = useQueryClient();
  const { queryKey } = sessionQuery(useApi());
  return (session) => void queryClient.setQueryData(queryKey, session);
}

/** Gives the function that reads the session anew, after what the account is or may has changed. */
export function useReadSession(): () => Promise<Session> {
  const queryClient = useQueryClient();
  const api = useApi();
  return useCallback(() => queryClient.fetchQuery({ ...sessionQuery(api), staleTime: 0 }), [queryClient, api]);
}

/** The account that is signed in; only for pages behind the log-in. */
export function useAccount(): SessionAccount {
  const { account } = useSession();
  if (account === undefined) throw new Error("useAccount is for pages behind the log-in.");
  return account;
}

/** The project that is looked at. */
export interface CurrentProject extends SessionProject {
  /** Says whether the account may do this here; the server decides, this only leaves out what would be refused. */
  readonly may: (verb: Verb) => boolean;
}

/** The project that is looked at; only for pages behind the log-in. */
export function useProject(): CurrentProject {
  const { projects = [] } = useSession();
  const wanted = useObservable(useDashboard().preferences.projectId);
  const project = chooseProject(projects, wanted);
  if (project === null) throw new Error("useProject is for accounts with a project.");
  return { ...project, may: (verb) => may(project.role, verb) };
}
