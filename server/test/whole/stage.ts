import { expect } from "vitest";
import { type ApiCall, createApi } from "../api-client.ts";
import { createTestApp, type TestApp, type TestAppOptions } from "../test-app.ts";

/** What an answer's JSON holds; a test reads what it expects, and fails when it is not there. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export type Json = any;

/** The whole program with short ways to do over HTTP what the stories do over and over. */
export interface Stage {
  readonly test: TestApp;
  readonly api: ApiCall;
  /** Pings what follows `/ping/`; says the status of the answer. */
  ping(path: string): Promise<number>;
  /** Makes a monitor that is due every 2 seconds without grace; says its id. */
  makeMonitor(body?: object): Promise<string>;
  /** Makes the topic `default+alerts`, or another one of the channel, or replaces its integrations. */
  putTopic(integrations: readonly object[], topic?: string): Promise<Json>;
  monitor(id: string): Promise<Json>;
  command(id: string, command: "pause" | "resume" | "acknowledge", body?: object): Promise<Json>;
  /** Messages with their attempts, oldest first. */
  messages(query?: string): Promise<Json[]>;
  message(id: string): Promise<Json>;
  /** Transitions in short, oldest first: `up → down: silence`. */
  transitions(id: string): Promise<string[]>;
  /** What happened, oldest first; of one kind when told. */
  history(kind?: string): Promise<Json[]>;
  /** Publishes to `default+alerts` through its door; gives the status and the answer. */
  publish(metadata: object, headers?: Record<string, string>): Promise<{ status: number; body: Json }>;
  close(): Promise<void>;
}

/** Sets the stage up. */
export async function createStage(options: TestAppOptions = {}): Promise<Stage> {
  return stageOf(await createTestApp(options));
}

/** The same ways on a program that runs already. */
export function stageOf(test: TestApp): Stage {
  const api = createApi(test);
  const get = async (path: string): Promise<Json> => {
    const { status, body } = await api("GET", path);
    expect([path, status]).toEqual([path, 200]);
    return body;
  };
  const stage: Stage = {
    test,
    api,
    ping: async (path) => (await test.http.request(`/ping/${path}`)).status,
    async makeMonitor(body = {}) {
      const schedule = { type: "period", periodSeconds: 2, graceSeconds: 0 };
      const made = await api("POST", "/monitors", { name: "nightly backup", schedule, ...body });
      expect(made).toMatchObject({ status: 201 });
      return made.body.id;
    },
    async putTopic(integrations, topic = "alerts") {
      const { status, body } = await api("PUT", `/channels/default/topics/${topic}`, { integrations });
      expect(body).not.toHaveProperty("error");
      expect([200, 201]).toContain(status);
      return body;
    },
    monitor: (id) => get(`/monitors/${id}`),
    command: async (id, command, body = {}) => (await api("POST", `/monitors/${id}/${command}`, body)).body,
    async messages(query = "") {
      const { messages } = await get(`/messages?limit=1000${query}`);
      return await Promise.all(messages.toReversed().map(({ id }: Json) => get(`/messages/${id}`)));
    },
    message: (id) => get(`/messages/${id}`),
    async transitions(id) {
      const { transitions } = await get(`/monitors/${id}/transitions`);
      return transitions.toReversed().map(({ from, to, reason }: Json) => `${from} → ${to}: ${reason.code}`);
    },
    history: async (kind) => (await get(`/history${kind ? `?kind=${kind}` : ""}`)).history.toReversed(),
    async publish(metadata, headers = {}) {
      const { hash } = await get("/channels/default/topics/alerts");
      const answer = await test.http.request("/v1/notifications/default/alerts", {
        method: "POST",
        headers: { "x-api-key": test.keys.publish, "x-topic-hash-x": hash, ...headers },
        body: JSON.stringify({ metadata }),
      });
      return { status: answer.status, body: await answer.json() };
    },
    close: () => test.close(),
  };
  return stage;
}

/** An integration of the provider `webhook`. */
export function webhookTo(url: string, name = "hook", more: object = {}): object {
  return { name, provider: "webhook", credentials: { url }, ...more };
}

/** An integration of the provider `slack`. */
export function slackTo(url: string, name = "team", more: object = {}): object {
  return { name, provider: "slack", credentials: { url }, ...more };
}

export const SECOND = 1_000;
export const MINUTE = 60_000;
export const HOUR = 3_600_000;

/** An instant as the API tells it. */
export function iso(at: number): string {
  return new Date(at).toISOString();
}
