import type { AccountsPort, FoundSession } from "./ports.ts";

/** So short that the last use of a session still is noted to the minute. */
const REMEMBERED_MS = 5_000;
const MOST_SESSIONS = 1_000;

/** What only looks, counts or waits to be used: no session is another one after it. Whatever is not here makes forget. */
const HARMLESS: ReadonlySet<string> = new Set<keyof AccountsPort>([
  "hasAccounts",
  "list",
  "get",
  "findByEmail",
  "departure",
  "passwordHash",
  "history",
  "signUp",
  "createSession",
  "sessions",
  "putToken",
  "findToken",
  "takeToken",
  "takeTry",
  "giveTryBack",
  "factors",
  "putTotp",
  "totp",
  "useTotpStep",
  "passkeys",
  "findPasskey",
  "usePasskey",
  "findByOidc",
  "members",
  "createInvite",
  "invites",
  "findInvite",
  "deleteInvite",
]);

/** Accounts whose sessions are remembered; `forget` is for changes that other ports make. */
export interface RememberedSessions {
  readonly accounts: AccountsPort;
  readonly forget: () => void;
}

/**
 * Remembers for seconds which sessions were found, so that a page that asks for ten things looks its session up once.
 * Only for a process that is alone with its database: what ends or changes a session here is known at once, what does
 * elsewhere (`watchbell users reset`) seconds later. What was not found is not remembered.
 */
export function rememberSessions(
  accounts: AccountsPort,
  now: () => number,
  { onForget }: { readonly onForget: () => void },
): RememberedSessions {
  let known = new Map<string, { readonly found: FoundSession; readonly until: number }>();

  const findSession = async (value: string): Promise<FoundSession | null> => {
    const remembered = known.get(value);
    if (remembered !== undefined && now() < remembered.until) return remembered.found;
    // A change meanwhile puts a new map in place: what was on its way then is not remembered.
    const asked = known;
    const found = await accounts.findSession(value);
    if (asked.size >= MOST_SESSIONS) asked.clear();
    if (found !== null) asked.set(value, { found, until: now() + REMEMBERED_MS });
    return found;
  };
  const forget = (): void => {
    known = new Map();
  };
  const forgetting =
    (method: (...args: unknown[]) => Promise<unknown>) =>
    async (...args: unknown[]) => {
      try {
        return await method(...args);
      } finally {
        forget();
        onForget();
      }
    };
  const remembering = new Proxy(accounts, {
    get(port, name: keyof AccountsPort) {
      if (name === "findSession") return findSession;
      const method = port[name] as (...args: unknown[]) => Promise<unknown>;
      return HARMLESS.has(name) ? method : forgetting(method);
    },
  });
  return { accounts: remembering, forget };
}
