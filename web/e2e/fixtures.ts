import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import { test as base, expect, type Page } from "@playwright/test";
import { type ChildServer, startChildServer } from "../../server/test/child-server.ts";

/** The write key of each test's server. */
export const WRITE_KEY = "wbw_browser-test-write-key";

/** A real server, and what a program with its write key says to it. */
export interface Watchbell {
  readonly url: string;
  readonly server: ChildServer;
  readonly dataDir: string;
  /** Calls the management API with the write key; fails on an answer that is no success. */
  readonly call: <Answer>(method: string, path: string, body?: unknown) => Promise<Answer>;
}

interface Fixtures {
  readonly watchbell: Watchbell;
  /** What the browser complained about; every test ends with it empty unless it takes the lines out itself. */
  readonly complaints: string[];
}

/** A test in a real browser against a real server on a folder of its own. */
export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads which fixtures are wanted from the pattern.
  watchbell: async ({}, use) => {
    const folder = mkdtempSync(join(tmpdir(), "watchbell-browser-"));
    const dataDir = join(folder, "data");
    const server = await startChildServer({
      dataDir,
      env: { WATCHBELL_BOOTSTRAP_API_KEY: WRITE_KEY },
    });
    await use({ url: server.url, server, dataDir, call: caller(server.url) });
    await server.kill("SIGTERM");
    rmSync(folder, { recursive: true, force: true });
  },
  baseURL: async ({ watchbell }, use) => use(watchbell.url),
  complaints: [
    async ({ page }, use) => {
      const complaints: string[] = [];
      page.on("console", (message) => {
        if (message.type() === "error" || message.type() === "warning") complaints.push(message.text());
      });
      page.on("pageerror", (error) => complaints.push(String(error)));
      await use(complaints);
      expect(complaints, "the browser complained").toEqual([]);
    },
    { auto: true },
  ],
});

/** Fails when axe finds something serious on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
}

/** Takes out what a test expects the browser to complain about. */
export function withoutComplaints(complaints: string[], expected: RegExp): void {
  complaints.splice(0, complaints.length, ...complaints.filter((text) => !expected.test(text)));
}

function caller(url: string): Watchbell["call"] {
  return async <Answer>(method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { "X-Api-Key": WRITE_KEY, "Content-Type": "application/json" },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    if (!answer.ok) throw new Error(`${method} ${path} answered ${answer.status}: ${await answer.text()}`);
    return (answer.status === 204 ? undefined : await answer.json()) as Answer;
  };
}

export { expect };
