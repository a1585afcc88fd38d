import { type ApiCall, createApi } from "./api-client.ts";
import { type Listener, listen } from "./listen.ts";
import { type Sink, startSink } from "./sink.ts";
import { createTestApp, type TestApp, type TestAppOptions } from "./test-app.ts";

export const ALARM_TOPIC = "/channels/ops/topics/cloud";

/** A running Watchbell with a topic that tells Slack, and a token with which alarms come in over real HTTP. */
export interface AlarmStage {
  readonly test: TestApp;
  readonly api: ApiCall;
  readonly sink: Sink;
  readonly url: string;
  readonly token: string;
  readonly tokenId: string;
  post(source: string, body: string | Uint8Array, options?: PostOptions): Promise<PostAnswer>;
  /** Delivers what is due and says what Slack was told since the last time: each message's plain text. */
  told(): Promise<readonly string[]>;
  /** The alarm monitors, by name. */
  alarms(): Promise<readonly StagedAlarm[]>;
  close(): Promise<void>;
}

export interface PostOptions {
  readonly headers?: Readonly<Record<string, string>>;
  readonly token?: string;
  readonly path?: string;
}

export interface PostAnswer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads what it expects, and fails when it is not there.
  readonly body: any;
}

/** What the tests read of an alarm monitor. */
export interface StagedAlarm {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly severity: string;
}

export interface AlarmStageOptions extends TestAppOptions {
  /** What the token is made with. */
  readonly token?: object;
}

export async function createAlarmStage(options: AlarmStageOptions = {}): Promise<AlarmStage> {
  const test = await createTestApp(options);
  const api = createApi(test);
  const sink = await startSink();
  const { status } = await api("PUT", ALARM_TOPIC, {
    integrations: [{ name: "slack", provider: "slack", credentials: { url: `${sink.url}/hook` } }],
  });
  if (status !== 201) throw new Error(`the topic was not made: ${status}`);
  const made = await api("POST", `${ALARM_TOPIC}/alarm-tokens`, options.token ?? {});
  if (made.status !== 201) throw new Error(`the token was not made: ${JSON.stringify(made.body)}`);
  const listener: Listener = await listen(test.http);
  const { value, id } = made.body;
  let read = 0;
  return {
    test,
    api,
    sink,
    url: listener.url,
    token: value,
    tokenId: id,
    async post(source, body, { headers = {}, token = value, path = "" } = {}) {
      const answer = await fetch(`${listener.url}/v1/alarms/${source}/${token}${path}`, {
        method: "POST",
        headers: { "content-type": "application/json", ...headers },
        body: typeof body === "string" ? body : new Uint8Array(body),
      });
      return { status: answer.status, body: await answer.json() };
    },
    async told() {
      await test.doDueWork();
      const fresh = sink.received.slice(read);
      read = sink.received.length;
      return fresh.map((received) => JSON.parse(received.body).text);
    },
    async alarms() {
      const { body } = await api("GET", "/monitors?kind=alarm");
      return body.monitors;
    },
    async close() {
      await listener.close();
      await sink.close();
      await test.close();
    },
  };
}
