import type { Page } from "@playwright/test";
import { expect, type Watchbell } from "./fixtures.ts";

/** Who the tests set up. */
export const OWNER = { email: "kim@example.org", password: "a lantern in the fog", name: "Kim" } as const;

/** The set-up link that the server printed, at the address that the browser uses. */
export async function setUpLink({ server, url }: Watchbell): Promise<string> {
  const token = (): string | undefined => /\/set-up\?token=(\S+)/.exec(server.output())?.[1];
  await expect.poll(token).toBeDefined();
  return `${url}/set-up?token=${token()}`;
}

/** Makes the owner's account and signs this page's browser in, without going through the pages. */
export async function signInAsOwner(page: Page, watchbell: Watchbell): Promise<void> {
  const token = new URL(await setUpLink(watchbell)).searchParams.get("token");
  const answer = await page.request.post(`${watchbell.url}/api/v1/set-up`, {
    data: { ...OWNER, token },
    headers: { Origin: watchbell.url },
  });
  expect(answer.status()).toBe(201);
}

interface CallOptions {
  readonly data?: unknown;
  readonly projectId?: string;
  /** Of the API; the page's own unless it is said. */
  readonly origin?: string;
}

/** Calls the API as the one who is signed in in this page's browser. */
export async function callAs<Answer>(
  page: Page,
  method: string,
  path: string,
  { data, projectId, origin = new URL(page.url()).origin }: CallOptions = {},
): Promise<Answer> {
  const headers = { Origin: origin, ...(projectId !== undefined && { "X-Watchbell-Project": projectId }) };
  const answer = await page.request.fetch(`${origin}/api/v1${path}`, { method, data, headers });
  expect(answer.ok(), `${method} ${path} answered ${answer.status()}`).toBe(true);
  return (answer.status() === 204 ? undefined : await answer.json()) as Answer;
}

/** Ends the session of a page that asks for nothing meanwhile. */
export async function endSession(page: Page): Promise<void> {
  const here = page.url();
  await page.goto("about:blank");
  await callAs(page, "DELETE", "/session", { origin: new URL(here).origin });
}
