import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { syncPinger } from "../../src/actions/sync-pinger.ts";
import { createPingerDoor } from "../../src/http/doors/pinger.ts";
import { type Listener, listen } from "../listen.ts";
import { sendRequest } from "../raw-request.ts";
import { type RudeServer, serveHttp } from "../rude-server.ts";
import { type Sink, startSink } from "../sink.ts";
import { createTestApp, TEST_START_AT } from "../test-app.ts";
import { cloudmonitor } from "./old-clients/cloudmonitor.ts";
import { heartbeat } from "./old-clients/heartbeat.ts";
import { missme } from "./old-clients/missme.ts";
import { notifications } from "./old-clients/notifications.ts";
import { ping } from "./old-clients/ping.ts";
import { pinger } from "./old-clients/pinger.ts";
import type { Row } from "./old-clients/row.ts";
import { iso, type Json, MINUTE, type Stage, slackTo, stageOf } from "./stage.ts";

/**
 * What the clients of the older systems put on the wire, byte for byte, and what each of their requests leads to: the
 * answer, and what is so afterwards. A table a door.
 */
let stage: Stage;
let listener: Listener;
/** What stands in the tables in braces. */
let names: Record<string, string>;

beforeEach(async () => {
  stage = stageOf(await createTestApp());
  listener = await listen(stage.test.http);
  const { "check-in": checkIn, ...keys } = stage.test.keys;
  names = { ...keys, checkIn };
});
afterEach(async () => {
  await listener.close();
  await stage.close();
});

const fill = (text: string): string => text.replace(/\{(\w+)\}/g, (typed, name) => names[name] ?? typed);

async function expectRow({ request, status, body }: Row, port = listener.port): Promise<void> {
  const answer = await sendRequest(port, fill(request));
  expect(answer).toMatchObject({ status });
  if (typeof body === "string") expect(answer.body).toBe(fill(body));
  else expect(answer.body).toMatch(body);
}

const monitors = async (): Promise<Json[]> => {
  const { monitors: all } = (await stage.api("GET", "/monitors?limit=1000")).body;
  return all.filter(({ id }: Json) => id !== stage.test.firstMonitorId);
};

describe("door 1: a heartbeat client", () => {
  it.each(heartbeat)("$what", async (row) => {
    await expectRow(row);
    const state = (await monitors()).map(
      ({ name, schedule, pingCount }) => `${name}: ${schedule.periodSeconds / 3_600} h, ${pingCount} ping`,
    );
    expect(state).toEqual(row.state);
  });
});

describe("door 2: a service that checks in", () => {
  it.each(missme)("$what", async (row) => {
    const [mine, other] = await Promise.all(["mine", "other"].map(addService));
    Object.assign(names, { service: mine.id, key: mine.key, otherKey: other.key });
    await expectRow(row);
    const { services } = (await stage.api("GET", "/services")).body;
    expect(services.map(({ status }: Json) => status)).toEqual([...row.state, "Unknown"]);
  });

  async function addService(name: string): Promise<Json> {
    return (await stage.api("POST", "/services", { name, interval: { every: 1, unit: "days" } })).body;
  }
});

describe("doors 3 and 4: what is told", () => {
  let sink: Sink;
  beforeEach(async () => {
    sink = await startSink();
  });
  afterEach(() => sink.close());

  /** The first lines of what was told. */
  async function told(): Promise<{ readonly path: string; readonly line: string }[]> {
    await stage.test.doDueWork();
    return sink.received.map(({ path, body }) => {
      const { blocks, text } = JSON.parse(body);
      return { path, line: (blocks?.[0].text.text ?? text).split("\n")[0] };
    });
  }

  it.each(notifications)("an application: $what", async (row) => {
    const integrations = [
      slackTo(`${sink.url}/slack`, "slack", { model: "Hello $val1" }),
      slackTo(`${sink.url}/mail`, "mail", { model: "$topic" }),
    ];
    const topic = await stage.api("PUT", "/channels/shop/topics/orders", { integrations });
    const other = await stage.api("PUT", "/channels/the%20shop/topics/gr%C3%B6%C3%9Fe", { integrations: [] });
    Object.assign(names, { hash: topic.body.hash, otherHash: other.body.hash });
    await expectRow(row);
    const lines = (await told()).map(({ path, line }) => `${path.slice(1)}: ${line}`).toSorted();
    expect(lines).toEqual([...row.state].toSorted());
  });

  it.each(cloudmonitor)("CloudMonitor: $what", async (row) => {
    await stage.putTopic([slackTo(sink.url)]);
    names.token = (await stage.api("POST", "/channels/default/topics/alerts/alarm-tokens", {})).body.value;
    await expectRow(row);
    const alarms = (await monitors()).map(({ name, status }) => `alarm ${name}: ${status}`);
    expect([...alarms, ...(await told()).map(({ line }) => `told ${line}`)]).toEqual(row.state);
  });
});

describe("door 5: whoever asks a pinger", () => {
  let tasks: RudeServer;
  let door: Listener;
  const lastrun = iso(TEST_START_AT);
  const answers: Readonly<Record<string, object>> = {
    "/well": {
      status: "ok",
      lastrun,
      process: "import",
      server: "erp",
      sleep: [{ start: "22:00:00", duration: 360 }],
    },
    "/broken?job=a%20b&x=1": { status: "ERROR", reason: "disk full", lastrun, process: "export" },
    "/asleep": { status: "error", lastrun: iso(0), sleep: [{ start: "21:00:00", duration: 960 }] },
  };

  beforeEach(async () => {
    tasks = await serveHttp((request, response) => {
      const answer = answers[request.url ?? ""];
      response.writeHead(answer ? 200 : 404).end(JSON.stringify(answer));
    });
    const base = `http://127.0.0.1:${tasks.port}`;
    Object.assign(names, {
      tasks: base,
      encodedTasks: encodeURIComponent(base),
      squashedTasks: base.replace("//", "/"),
    });
    const urls = [...Object.keys(answers), "/gone"].map((path) => `${base}${path}`);
    const plan = { urls, intervalMs: MINUTE, errorIntervalMs: MINUTE, services: [], sends: false, auth: null };
    const projectId = await syncPinger(stage.test.app, plan);
    await stage.test.probe();
    door = await listen(createPingerDoor(stage.test.app, { projectId, urls }));
  });
  afterEach(async () => {
    await door.close();
    await tasks.close();
  });

  it.each(pinger)("$what", async (row) => {
    await expectRow(row, door.port);
    expect((await monitors()).map(({ pingCount }) => pingCount).join(" ")).toEqual(row.state.join());
  });
});

describe("door 6: a client of the ping API", () => {
  it.each(ping)("$what", async (row) => {
    names.id = await stage.makeMonitor({ name: "backup", slug: "backup", schedule: { type: "period" } });
    await expectRow(row);
    expect(await Promise.all((await monitors()).map(stateOf))).toEqual(row.state);
  });

  async function stateOf({ id, name, status }: Json): Promise<string> {
    const [last] = (await stage.api("GET", `/monitors/${id}/pings`)).body.pings;
    if (last === undefined) return `${name}: ${status}`;
    const rid = last.runId === null ? [] : [`rid ${last.runId}`];
    const body = last.bodyBytes === 0 ? [] : [(await stage.api("GET", `/monitors/${id}/pings/${last.n}/body`)).body];
    return `${name}: ${[status, last.kind, ...rid, ...body].join(", ")}`;
  }
});
