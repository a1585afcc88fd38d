import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { SessionAnswer } from "../../../server/src/http/accounts/session-schema.ts";
import type { Api } from "./api.ts";
import type { Wire } from "./wire.ts";

/** Who sits before this page, and what the server offers to those it does not know. */
export type Session = Wire<typeof SessionAnswer>;
/** The account that is signed in. */
export type SessionAccount = NonNullable<Session["account"]>;
/** A project of the account that is signed in. */
export type SessionProject = NonNullable<Session["projects"]>[number];
type Role = SessionProject["role"];
/** What a role may allow; the server decides, the page only leaves out what would be refused. */
export type Verb = "read" | "write" | "keys" | "manage" | "own";

/** The session; every page waits for it. */
export function sessionQuery(api: Api) {
  return queryOptions({
    queryKey: ["session"],
    queryFn: async ({ signal, client }) => {
      const before = client.getQueryData<Session>(["session"]);
      return stillKnowing(before, await api.get<Session>("/session", { signal }));
    },
    staleTime: 60_000,
  });
}

/** Until the router has led away from it, a page that is left still has its account. */
function stillKnowing(before: Session | undefined, now: Session): Session {
  if (now.state === "signed-in" || before?.account === undefined) return now;
  const { account, projects } = before;
  return { ...now, account, ...(projects && { projects }) };
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

/** Calls back when somebody signs in or out, here or because the server forgot him, and when he loses his last project. */
export function onSessionChange(queryClient: QueryClient, changed: (state?: Session["state"]) => void): () => void {
  const read = (): Session | undefined => queryClient.getQueryData<Session>(["session"]);
  const standing = (session: Session | undefined): string | undefined =>
    session && `${session.state} ${session.projects?.length === 0}`;
  let known = standing(read());
  return queryClient.getQueryCache().subscribe(() => {
    const session = read();
    const now = standing(session);
    if (now === known) return;
    const wasKnown = known !== undefined;
    known = now;
    if (wasKnown) changed(session?.state);
  });
}
