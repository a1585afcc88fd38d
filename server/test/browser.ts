import { newId, newSecret } from "../src/lib/ids.ts";
import type { Account, Role } from "../src/model/index.ts";
import { type ApiAnswer, callRoute } from "./api-client.ts";
import type { TestApp } from "./test-app.ts";

/** A browser of somebody who uses the dashboard: it keeps the session cookie and says where its requests come from. */
export interface Browser {
  call(method: string, path: string, body?: unknown): Promise<ApiAnswer>;
  /** The value of the session cookie; null: it has none. */
  session(): string | null;
  /** The project that its requests mean; null: they name none. */
  project: string | null;
}

export interface BrowserOptions {
  readonly session?: string;
  readonly project?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** Opens a browser on the pages of the app itself. */
export function openBrowser(test: TestApp, options: BrowserOptions = {}): Browser {
  let cookie = options.session === undefined ? null : `watchbell=${options.session}`;
  const browser: Browser = {
    project: options.project ?? null,
    session: () => cookie?.split("=")[1] ?? null,
    async call(method, path, body) {
      const headers = {
        "Sec-Fetch-Site": "same-origin",
        ...(cookie !== null && { Cookie: cookie }),
        ...(browser.project !== null && { "X-Watchbell-Project": browser.project }),
        ...options.headers,
      };
      const answer = await callRoute(test, { method, path, body, headers });
      const [set] = answer.headers.getSetCookie();
      if (set !== undefined) cookie = set.includes("Max-Age=0") ? null : (set.split(";")[0] ?? null);
      return answer;
    },
  };
  return browser;
}

export const PASSWORD = "seven quiet herons";

/** Makes the first account with a fresh set-up link, as its owner does in the browser; says the browser he is signed in with. */
export async function setUpOwner(test: TestApp, email = "olga@example.org"): Promise<Browser> {
  const token = newSecret();
  const forever = { accountId: null, payload: null, lifetimeMs: null, replaces: true } as const;
  await test.store.accounts.putToken({ purpose: "set-up", value: token, ...forever });
  const browser = openBrowser(test);
  const made = await browser.call("POST", "/set-up", { token, email, password: PASSWORD, name: "Olga" });
  if (made.status !== 201) throw new Error(`the first account was not made: ${JSON.stringify(made.body)}`);
  return browser;
}

/** Makes an account without a password, straight in the store; it belongs to no project. */
export async function makeAccount(test: TestApp, name: string): Promise<Account> {
  await test.store.accounts.setSignUp("open", "test");
  const account = { accountId: newId(), email: `${name}@example.org`, name, passwordHash: null };
  const seed = { account, entrance: { by: "open" }, project: null, topics: [], from: "" } as const;
  const outcome = await test.store.accounts.create(seed);
  await test.store.accounts.setSignUp("invited", "test");
  if (outcome.kind !== "created") throw new Error(`account ${name} was not made: ${outcome.kind}`);
  return outcome.account;
}

/** Makes an account a member of the app's project, straight in the store. */
export async function addMember(test: TestApp, accountId: string, role: Role): Promise<void> {
  const value = newSecret();
  await test.store.accounts.createInvite({ projectId: test.projectId, value, role, email: null }, "test");
  await test.store.accounts.acceptInvite(value, accountId, "test");
}

/** Makes a session, straight in the store; says its value. */
export async function makeSession(
  test: TestApp,
  accountId: string,
  state: "signed-in" | "second-factor" = "signed-in",
): Promise<string> {
  const value = newSecret();
  await test.store.accounts.createSession({ value, accountId, state, address: "192.0.2.1", userAgent: "test" });
  return value;
}
