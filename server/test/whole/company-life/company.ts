import { once } from "node:events";
import { connect } from "node:net";
import type { DatabaseSync } from "node:sqlite";
import { expect } from "vitest";
import { sendDueDigests } from "../../../src/actions/send-due-digests.ts";
import { type ApiCall, createApi } from "../../api-client.ts";
import { type Listener, listen } from "../../listen.ts";
import { nextDueAt } from "../../next-due-at.ts";
import type { TestApp } from "../../test-app.ts";
import type { Json } from "../stage.ts";

const MINUTE_MS = 60_000;

interface CompanyParts {
  readonly test: TestApp;
  readonly listener: Listener;
  /** A second connection to the store's file. */
  readonly behind: DatabaseSync;
  /** Where the company's own pages are, those that are probed. */
  readonly pagesUrl: string;
  /** Called whenever something may have been sent. */
  readonly onSent: () => void;
}

/**
 * The people, jobs and foreign systems of a small company, with their Watchbell. Whatever they do goes over real HTTP;
 * only time is not real.
 */
export class Company {
  readonly pagesUrl: string;
  readonly #behind: DatabaseSync;
  readonly #onSent: () => void;
  readonly #ids = new Map<string, string>();
  readonly #services = new Map<string, { readonly id: string; readonly key: string }>();
  readonly #alarmTokens = new Map<string, string>();
  #test: TestApp;
  #listener: Listener;
  #isAway = false;

  constructor({ test, listener, behind, pagesUrl, onSent }: CompanyParts) {
    this.#test = test;
    this.#listener = listener;
    this.#behind = behind;
    this.pagesUrl = pagesUrl;
    this.#onSent = onSent;
  }

  get api(): ApiCall {
    return createApi(this.#test);
  }

  /** Asks for something that the API must do. */
  async ask(method: string, path: string, body?: unknown): Promise<Json> {
    const answer = await this.api(method, path, body);
    expect([path, answer.body?.error, answer.status < 300]).toEqual([path, undefined, true]);
    return answer.body;
  }

  /** Calls the board: `pulse?host=…`, `monitor?`, `edit?id=…` with a form. */
  async board(call: string, form?: string): Promise<string> {
    const { ping, write } = this.#test.keys;
    const url = `${this.#listener.url}/heartbeat/${ping}/${call}${call.startsWith("pulse") ? "" : `&secret=${write}`}`;
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const init: RequestInit = form === undefined ? {} : { method: "POST", headers, body: form };
    const answer = await fetch(url, { ...init, redirect: "manual" });
    expect([call, answer.status]).toEqual([call, form === undefined ? 200 : 303]);
    return await answer.text();
  }

  /** The id of the pulse of this name on the board. */
  async pulseId(name: string): Promise<string> {
    const found = (await this.monitors()).find((monitor: Json) => monitor.name === name);
    return found.id;
  }

  async addMonitor(body: { readonly name: string; readonly [field: string]: unknown }): Promise<void> {
    this.#ids.set(body.name, (await this.ask("POST", "/monitors", body)).id);
  }

  async addService(name: string, interval: { readonly every: number; readonly unit: string }, threshold: number) {
    const made = await this.ask("POST", "/services", { name, interval, threshold, topic: "people+carol" });
    this.#services.set(name, { id: made.id, key: made.key });
  }

  async checkIn(name: string): Promise<void> {
    const { id, key } = known(this.#services, name);
    const answer = await fetch(`${this.#listener.url}/dev/notify/${id}`, { headers: { "x-api-key": key } });
    expect([name, answer.status]).toEqual([name, 204]);
  }

  /** Pings a monitor; `suffix` is what follows the address, such as `/start`. */
  async ping(name: string, suffix = ""): Promise<void> {
    const answer = await fetch(`${this.#listener.url}/ping/${known(this.#ids, name)}${suffix}`, { method: "POST" });
    expect([name, answer.status]).toEqual([name, 200]);
  }

  /** A job that finds nobody at the other end. */
  async findNobody(): Promise<void> {
    const socket = connect(this.#listener.port, "127.0.0.1");
    const [error] = await once(socket, "error");
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
  }

  async command(name: string, command: "pause" | "resume" | "acknowledge"): Promise<void> {
    await this.ask("POST", `/monitors/${known(this.#ids, name)}/${command}`, {});
  }

  /** Another monitoring system reports: a form, or JSON when it begins like that. */
  async alarm(source: string, topic: string, body: string): Promise<void> {
    const isJson = body.startsWith("{");
    const type = isJson ? "application/json" : "application/x-www-form-urlencoded; charset=UTF-8";
    const url = `${this.#listener.url}/v1/alarms/${source}/${await this.#alarmToken(topic)}`;
    const answer = await fetch(url, { method: "POST", headers: { "content-type": type }, body });
    expect([source, answer.status]).toEqual([source, 200]);
  }

  async #alarmToken(topic: string): Promise<string> {
    const value = this.#alarmTokens.get(topic) ?? (await this.ask("POST", `${topic}/alarm-tokens`, {})).value;
    this.#alarmTokens.set(topic, value);
    return value;
  }

  /** The shop publishes an order. */
  async publish(metadata: object, headers: Readonly<Record<string, string>> = {}): Promise<Json> {
    const { hash } = await this.ask("GET", "/channels/shop/topics/orders");
    const answer = await fetch(`${this.#listener.url}/v1/notifications/shop/orders`, {
      method: "POST",
      headers: { "x-api-key": this.#test.keys.publish, "x-topic-hash-x": hash, ...headers },
      body: JSON.stringify({ metadata }),
    });
    expect(answer.status).toBe(200);
    return await answer.json();
  }

  async monitors(): Promise<readonly Json[]> {
    return (await this.ask("GET", "/monitors?limit=1000")).monitors;
  }

  /** Ends the program, as a deploy does. */
  async goAway(): Promise<void> {
    // The host stamps every 2 s that signals can be taken in; of a life without gaps only the last stamp is left.
    this.#behind.prepare("update intake set alive_at = ?").run(this.#test.clock.now());
    await this.close();
    this.#isAway = true;
  }

  /** Starts it again on the same file. */
  async comeBack(): Promise<void> {
    this.#test = await this.#test.reopen();
    this.#listener = await listen(this.#test.http);
    this.#isAway = false;
  }

  /** Lets time pass up to an instant, from one thing that is due to the next. */
  async live(until: number): Promise<void> {
    const { clock } = this.#test;
    for (;;) {
      const dueAt = this.#isAway ? null : nextDueAt(this.#behind, clock.now());
      if (dueAt === null || dueAt > until) return clock.advance(until - clock.now());
      clock.advance(dueAt - clock.now());
      await this.work();
    }
  }

  /** Does what is due now, as the loops do. */
  async work(): Promise<void> {
    if (this.#isAway) return;
    const { app, clock } = this.#test;
    await this.#test.sweep();
    await sendDueDigests(app);
    if (clock.now() % MINUTE_MS === 0) await this.#test.probe();
    await this.#test.deliver();
    this.#onSent();
  }

  async close(): Promise<void> {
    await this.#listener.close();
    await this.#test.close();
  }
}

function known<T>(map: ReadonlyMap<string, T>, name: string): T {
  const value = map.get(name);
  if (value === undefined) throw new Error(`the company has no ${name}`);
  return value;
}
