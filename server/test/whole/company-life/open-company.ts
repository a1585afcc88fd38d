import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { listen } from "../../listen.ts";
import { type RudeServer, serveHttp } from "../../rude-server.ts";
import { createTestApp, type TestApp } from "../../test-app.ts";
import type { Chapter } from "./chapter.ts";
import { Company } from "./company.ts";
import { startTargets, type Targets } from "./targets.ts";

/** Where a machine has files in memory: thousands of commits wait for no disk there, and none of this is about disks. */
const MEMORY = "/dev/shm";

/** A company that is open, with everything around it. */
export interface OpenCompany {
  readonly company: Company;
  readonly targets: Targets;
  /** Lives the chapters, all at once, up to an instant. */
  live(until: number): Promise<void>;
  close(): Promise<void>;
}

/** Opens a company at an instant: its topics are there, and nothing has happened yet. */
export async function openCompany(startAt: number, chapters: readonly Chapter[]): Promise<OpenCompany> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "watchbell-company-"));
  const path = join(folder, "watchbell.db");
  const running: { test: TestApp | null } = { test: null };
  const now = (): number => running.test?.clock.now() ?? startAt;
  const troubles = chapters.flatMap((chapter) => chapter.troubles ?? []);
  const targets = await startTargets(troubles, now);
  const pages = await servePages(chapters, now);
  const test = await createTestApp({ startAt, path, wrapHttp: targets.wrapHttp });
  running.test = test;
  const behind = new DatabaseSync(path, { timeout: 5_000 });
  const company = new Company({
    test,
    listener: await listen(test.http),
    behind,
    pagesUrl: `http://127.0.0.1:${pages.port}`,
    onSent: targets.collectMail,
  });
  await furnish(company, targets);
  return {
    company,
    targets,
    live: (until) => liveThrough(company, chapters, until),
    async close() {
      await company.close();
      behind.close();
      await pages.close();
      await targets.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function liveThrough(company: Company, chapters: readonly Chapter[], until: number): Promise<void> {
  const acts = chapters.flatMap((chapter) => chapter.acts).toSorted((a, b) => a.at - b.at);
  for (const { at, does } of acts) {
    await company.live(at);
    await does(company);
    await company.work();
  }
  await company.live(until);
}

function servePages(chapters: readonly Chapter[], now: () => number): Promise<RudeServer> {
  const pages = Object.assign({}, ...chapters.map((chapter) => chapter.pages ?? {})) as Chapter["pages"];
  return serveHttp((request, response) => {
    const { status, body } = pages?.[request.url ?? ""]?.(now()) ?? { status: 404, body: "" };
    response.writeHead(status).end(body);
  });
}

/** Sets the company's zone, its topics and its board. */
async function furnish(company: Company, { url, mail }: Targets): Promise<void> {
  const slack = (name: string, model?: string) => ({
    name: `slack ${name}`,
    provider: "slack",
    credentials: { url: `${url}/slack/${name}` },
    ...(model !== undefined && { model }),
  });
  const webhook = (name: string) => ({ name, provider: "webhook", credentials: { url: `${url}/webhook/${name}` } });
  const duty = { name: "duty", provider: "pagerduty", credentials: { routingKey: "0123456789abcdef0123456789abcdef" } };
  const topics: Readonly<Record<string, readonly object[]>> = {
    "default/topics/alerts": [slack("team"), webhook("wall")],
    "ops/topics/board": [slack("board")],
    "ops/topics/billing": [slack("billing")],
    "ops/topics/oncall": [slack("oncall"), duty],
    "ops/topics/cloud": [slack("cloud")],
    "shop/topics/orders": [slack("orders", "Order $number: $amount EUR from $customer"), webhook("ledger")],
    "people/topics/carol": [{ name: "mail", provider: "email", notifyOn: ["down"], credentials: mail }],
  };
  await company.ask("PATCH", "/project", { timezone: "Europe/Berlin" });
  for (const [topic, integrations] of Object.entries(topics)) {
    await company.ask("PUT", `/channels/${topic}`, { integrations });
  }
  await company.ask("PATCH", "/project/heartbeat-board", { topic: "ops+board" });
}
