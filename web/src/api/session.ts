import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { Api } from "./api.ts";

export type Role = "owner" | "manager" | "member" | "read-only";
/** What a role may allow; the server decides, the page only leaves out what would be refused. */
export type Verb = "read" | "write" | "keys" | "manage" | "own";

/** A project of the account that is signed in. */
export interface SessionProject {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly timezone: string;
}

/** The account that is signed in. */
export interface SessionAccount {
  readonly id: string;
  readonly email: string;
  readonly name: string;
  readonly isOperator: boolean;
  readonly twoFactor: boolean;
  readonly hasPassword: boolean;
  readonly oidcLinked: boolean;
}

/** Who sits before this page, and what the server offers to those it does not know. */
export interface Session {
  readonly state: "set-up-needed" | "signed-out" | "second-factor" | "signed-in";
  readonly signUp: "invited" | "open";
  readonly passwordMail: boolean;
  readonly oidc: { readonly name: string } | null;
  readonly factors?: readonly ("totp" | "passkey" | "recovery-code")[];
  readonly account?: SessionAccount;
  readonly projects?: readonly SessionProject[];
  readonly version: string;
}

/** The session; every page waits for it. */
export function sessionQuery(api: Api) {
  return queryOptions({
    queryKey: ["session"],
    queryFn: ({ signal }) => api.get<Session>("/session", { signal }),
    staleTime: 60_000,
  });
}

const ALLOWED: Readonly<Record<Role, readonly Verb[]>> = {
  owner: ["read", "write", "keys", "manage", "own"],
  manager: ["read", "write", "keys", "manage"],
  member: ["read", "write", "keys"],
  "read-only": ["read"],
};

/** Says whether a role allows this. */
export function may(role: Role, verb: Verb): boolean {
  return ALLOWED[role].includes(verb);
}

/** The project to look at: the one that was looked at last, if it is still one of the account's. */
export function chooseProject(projects: readonly SessionProject[], wanted: string | null): SessionProject | null {
  return projects.find(({ id }) => id === wanted) ?? projects[0] ?? null;
}

/** Calls back when somebody signs in or out, here or because the server forgot him. */
export function onSessionChange(queryClient: QueryClient, changed: (state?: Session["state"]) => void): () => void {
  const stateNow = (): Session["state"] | undefined => queryClient.getQueryData<Session>(["session"])?.state;
  let known = stateNow();
  return queryClient.getQueryCache().subscribe(() => {
    const state = stateNow();
    if (state === known) return;
    const wasKnown = known !== undefined;
    known = state;
    if (wasKnown) changed(state);
  });
}
