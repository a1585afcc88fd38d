import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { App } from "../../server/src/actions/app.ts";
import { probeDue } from "../../server/src/actions/probe-due.ts";
import { sendDueDigests } from "../../server/src/actions/send-due-digests.ts";
import { createGate } from "../../server/src/hosts/gate.ts";
import { createHttpApp } from "../../server/src/http/create-http-app.ts";
import { openDashboard } from "../../server/src/http/dashboard/open-dashboard.ts";
import { allPages } from "../../server/src/pages/all-pages.ts";
import { createApi } from "../../server/test/api-client.ts";
import { makeSession, openBrowser, setUpOwner } from "../../server/test/browser.ts";
import type { FakeClock } from "../../server/test/fake-clock.ts";
import { nextDueAt } from "../../server/test/next-due-at.ts";
import { createTestApp, type TestApp } from "../../server/test/test-app.ts";
import { createChance } from "./chance.ts";
import { actsOf } from "./life.ts";
import { createStoryProber } from "./probes.ts";
import { answerAsServices, TOPICS } from "./services.ts";
import { STATUS_PAGE } from "./status-page.ts";
import { FINE_FROM, HOUR_MS, MINUTE_MS, OPENED_AT, TAKEN_AT, ZONE } from "./times.ts";

/** Where a machine has files in memory: thousands of commits wait for no disk there. */
const MEMORY = "/dev/shm";

/** A Watchbell with the history of a small company, at the instant at which the pictures are taken. */
export interface Stage {
  readonly url: string;
  readonly company: Company;
  /** The value of the owner's session cookie. */
  readonly session: string;
  close(): Promise<void>;
}

/** What the address of the server is said to be; the browser is led to the port that it really has. */
export const BASE_URL = "http://localhost:7200";

/** Opens the company and lives its weeks, on a clock of its own. */
export async function openStage(): Promise<Stage> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), "watchbell-screenshots-"));
  const path = join(folder, "watchbell.db");
  const running: { clock: FakeClock | null } = { clock: null };
  const now = (): number => running.clock?.now() ?? OPENED_AT;
  const http = answerAsServices({ now, pass: (ms) => running.clock?.advance(ms) });
  const settings = { baseUrl: BASE_URL, logLevel: "silent" } as const;
  const test = await createTestApp({ database: null, startAt: OPENED_AT, path, settings, wrapHttp: () => http });
  running.clock = test.clock;
  const behind = new DatabaseSync(path, { timeout: 5_000 });
  const prober = createStoryProber(now, createChance(7));
  const app: App = { ...test.app, prober };
  const company = new Company(test, app, behind);
  await company.furnish();
  for (const act of actsOf(createChance(1))) {
    await company.live(act.at);
    await act.does(company);
  }
  await company.live(TAKEN_AT);
  // A breaker whose time has come is not seen from behind the store.
  await company.work();
  await company.ask("PUT", "/status-page", STATUS_PAGE(company.idOf));
  const session = await company.signIn();
  const gate = await openGate(createHttpApp(app, { ...allPages, dashboard: openDashboard() }), now);
  return {
    url: gate.url,
    company,
    session,
    async close() {
      await gate.close();
      behind.close();
      await test.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Lets the app listen on a free port; by its answers browsers see the story's time, and not the machine's. */
async function openGate(
  http: ReturnType<typeof createHttpApp>,
  now: () => number,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const gate = createGate({ cutOffAfterMs: 0 });
  gate.setHandler(async (request, env) => {
    const answer = await http.fetch(request, env);
    answer.headers.set("Date", new Date(now()).toUTCString());
    return answer;
  });
  const port = await gate.listen({ host: "127.0.0.1", port: 0 });
  return { url: `http://127.0.0.1:${port}`, close: () => gate.close() };
}

/** A small company with its Watchbell: everything it does goes through the doors, only time is not real. */
export class Company {
  readonly #test: TestApp;
  readonly #app: App;
  readonly #behind: DatabaseSync;
  readonly #ids = new Map<string, string>();
  readonly #services = new Map<string, { readonly id: string; readonly key: string }>();
  readonly #tokens = new Map<string, string>();
  #ownerId = "";

  constructor(test: TestApp, app: App, behind: DatabaseSync) {
    this.#test = test;
    this.#app = app;
    this.#behind = behind;
  }

  idOf = (name: string): string => known(this.#ids, name);

  /** Signs the owner in anew; says the value of the session cookie. */
  async signIn(): Promise<string> {
    return await makeSession(this.#test, this.#ownerId);
  }

  /** Asks for something that the API must do. */
  async ask(method: string, path: string, body?: unknown) {
    const answer = await createApi(this.#test)(method, path, body);
    if (answer.status >= 300) throw new Error(`${method} ${path} answered ${JSON.stringify(answer.body)}`);
    return answer.body;
  }

  async furnish(): Promise<void> {
    const owner = await setUpOwner(this.#test, "olga@kontor.example");
    this.#ownerId = (await owner.call("GET", "/session")).body.account.id;
    await this.ask("PATCH", "/project", { name: "Kontor", timezone: ZONE });
    await this.ask("DELETE", `/monitors/${this.#test.firstMonitorId}`);
    for (const [topic, integrations] of Object.entries(TOPICS)) {
      await this.ask("PUT", `/channels/${topic}`, { integrations });
    }
  }

  async addMonitor(body: { readonly name: string; readonly [field: string]: unknown }): Promise<void> {
    this.#ids.set(body.name, (await this.ask("POST", "/monitors", body)).id);
  }

  async addService(name: string, interval: object, threshold: number): Promise<void> {
    const made = await this.ask("POST", "/services", { name, interval, threshold });
    this.#services.set(name, { id: made.id, key: made.key });
  }

  async checkIn(name: string): Promise<void> {
    const { id, key } = known(this.#services, name);
    await this.#knock(`/dev/notify/${id}`, { headers: { "x-api-key": key } });
  }

  /** Pings a monitor; `suffix` is what follows the address, such as `/start`. */
  async ping(name: string, suffix: string, body?: string): Promise<void> {
    const headers = { "user-agent": "curl/8.14.1", "x-forwarded-for": "10.0.4.17" };
    await this.#knock(`/ping/${this.idOf(name)}${suffix}`, { method: "POST", headers, ...(body && { body }) });
  }

  async command(name: string, command: "pause" | "acknowledge", body: object = {}): Promise<void> {
    const browser = openBrowser(this.#test, { session: await this.signIn(), project: this.#test.projectId });
    const answer = await browser.call("POST", `/monitors/${this.idOf(name)}/${command}`, body);
    if (answer.status >= 300) throw new Error(`${command} answered ${JSON.stringify(answer.body)}`);
  }

  /** Another monitoring system reports. */
  async report(source: string, body: object): Promise<void> {
    const token = this.#tokens.get(source) ?? (await this.#makeToken(source));
    const headers = { "content-type": "application/json" };
    await this.#knock(`/v1/alarms/${source}/${token}`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async #makeToken(source: string): Promise<string> {
    const { value } = await this.ask("POST", "/channels/ops/topics/oncall/alarm-tokens", { name: source });
    this.#tokens.set(source, value);
    return value;
  }

  /** The shop publishes an order. */
  async publish(metadata: object): Promise<void> {
    const { hash } = await this.ask("GET", "/channels/shop/topics/orders");
    const headers = {
      "x-api-key": this.#test.keys.publish,
      "x-topic-hash-x": hash,
      "content-type": "application/json",
    };
    await this.#knock("/v1/notifications/shop/orders", { method: "POST", headers, body: JSON.stringify({ metadata }) });
  }

  /** The id of a topic by its full name. */
  async topicOf(name: string): Promise<string> {
    return (await this.ask("GET", `/channels/${name.replace("+", "/topics/")}`)).id;
  }

  /** The id of the last message that told through an integration that a monitor is down. */
  async messageOf(monitor: string, integration: string): Promise<string> {
    const { messages } = await this.ask("GET", `/messages?monitor=${this.idOf(monitor)}&limit=200`);
    const all = messages as readonly { readonly id: string; readonly integration: string; readonly event: string }[];
    const found = all.find((message) => message.integration === integration && message.event === "down");
    if (found === undefined) throw new Error(`${integration} was never told of ${monitor}`);
    return found.id;
  }

  async #knock(path: string, init: RequestInit): Promise<void> {
    const answer = await this.#test.http.request(path, init);
    if (!answer.ok) throw new Error(`${path} answered ${answer.status}: ${await answer.text()}`);
  }

  /** Lets time pass up to an instant, from one thing that is due to the next. */
  async live(until: number): Promise<void> {
    const { clock } = this.#test;
    for (;;) {
      const dueAt = nextDueAt(this.#behind, clock.now(), this.#probesEveryMs());
      if (dueAt === null || dueAt > until) return clock.advance(Math.max(0, until - clock.now()));
      clock.advance(dueAt - clock.now());
      await this.work();
    }
  }

  /** Does what is due now, as the loops do. */
  async work(): Promise<void> {
    await this.#test.sweep();
    await sendDueDigests(this.#app);
    if (this.#test.clock.now() % this.#probesEveryMs() === 0) while ((await probeDue(this.#app)) > 0);
    await this.#test.deliver();
  }

  /** For the history of weeks a look every hour is enough. */
  #probesEveryMs(): number {
    return this.#test.clock.now() < FINE_FROM ? HOUR_MS : MINUTE_MS;
  }
}

function known<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`the company has no ${name}`);
  return value;
}
