import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { differsOnLambda } from "../lambda/differences.ts";
import { type RudeServer, serveHttp, serveTcp } from "../rude-server.ts";
import { createStage, type Json, MINUTE, type Stage } from "./stage.ts";

let stage: Stage;
let target: RudeServer;
let url: string;
let status: number;
const seen: (string | undefined)[] = [];

beforeEach(async () => {
  stage = await createStage();
  status = 200;
  seen.length = 0;
  target = await serveHttp(({ headers }, response) => {
    seen.push(headers.authorization);
    response.writeHead(status).end("hello");
  });
  url = `http://127.0.0.1:${target.port}/health`;
});
afterEach(async () => {
  await stage.close();
  await target.close();
});

const make = async (body: object): Promise<Json> => (await stage.api("POST", "/monitors", body)).body;
const look = async (): Promise<void> => {
  stage.test.clock.advance(MINUTE);
  await stage.test.probe();
};
const results = async (id: string): Promise<Json[]> => (await stage.api("GET", `/monitors/${id}/results`)).body.results;

describe("a probe, from its making to its messages", () => {
  it("needs no more than what is looked at, and is up with the first look", async () => {
    const made = await make({ name: "shop", probe: { type: "http", url } });
    expect(made).toMatchObject({
      kind: "probe",
      status: "new",
      pingUrl: null,
      schedule: { type: "period", periodSeconds: 60, graceSeconds: 0 },
      probe: { type: "http", url, method: "GET", timeoutMs: 10_000, retries: 1, maxRedirects: 5, auth: null },
    });
    await stage.test.probe();
    expect(await stage.monitor(made.id)).toMatchObject({ status: "up", pingCount: 1, deadlineAt: null });
    expect(await results(made.id)).toMatchObject([
      { n: 1, verdict: "ok", details: { status: 200 }, timings: { dnsMs: null, totalMs: expect.any(Number) } },
    ]);
  });

  it("looks now when it is told to, and not while it is paused", async () => {
    const { id } = await make({ name: "shop", probe: { type: "http", url, retries: 0 } });
    await stage.test.probe();
    status = 502;
    await stage.test.probe();
    expect(await results(id)).toHaveLength(1);
    expect(await stage.api("POST", `/monitors/${id}/probe`, {})).toMatchObject({ status: 200, body: { status: "up" } });
    await stage.test.probe();
    expect(await results(id)).toMatchObject([{ n: 2, verdict: "error" }, { n: 1 }]);
    expect(await stage.monitor(id)).toMatchObject({ status: "down" });
    await stage.api("POST", `/monitors/${id}/pause`, {});
    const refused = await stage.api("POST", `/monitors/${id}/probe`, {});
    expect(refused).toMatchObject({ status: 409, body: { error: { code: "paused" } } });
    await stage.test.probe();
    expect(await results(id)).toHaveLength(2);
    const { body: heartbeat } = await stage.api("POST", "/monitors", { name: "job" });
    const other = await stage.api("POST", `/monitors/${heartbeat.id}/probe`, {});
    expect(other).toMatchObject({ status: 409, body: { error: { code: "not_a_probe" } } });
  });

  it("tells once when it goes down, with what was met, and once when it is up again", async () => {
    const { id } = await make({ name: "shop", probe: { type: "http", url, retries: 0 } });
    await look();
    status = 502;
    for (let n = 0; n < 3; n++) await look();
    await stage.test.deliver();
    status = 200;
    await look();
    await look();
    expect(await stage.transitions(id)).toEqual([
      "new → up: first-ping",
      "up → down: probe-error",
      "down → up: probe-ok",
    ]);
    const messages = await stage.messages();
    expect(messages.map(({ event }) => event)).toEqual(["down", "up"]);
    expect((await stage.api("GET", `/monitors/${id}/transitions`)).body.transitions[1].reason.text).toBe(
      "Status 502, expected 2xx.",
    );
  });

  it("is changed by a patch, paused and resumed", async () => {
    const { id } = await make({ probe: { type: "tcp", host: "127.0.0.1", port: target.port } });
    await stage.test.probe();
    const patched = await stage.api("PATCH", `/monitors/${id}`, { schedule: { type: "period", periodSeconds: 3600 } });
    expect(patched.body).toMatchObject({ probe: { type: "tcp" }, schedule: { periodSeconds: 3600, graceSeconds: 0 } });
    await stage.command(id, "pause");
    stage.test.clock.advance(120 * MINUTE);
    await stage.test.probe();
    expect(await results(id)).toHaveLength(1);
    await stage.command(id, "resume");
    await stage.test.probe();
    expect(await results(id)).toHaveLength(2);
  });
});

describe("the credentials of a probe", () => {
  const auth = { type: "basic", credentials: { username: "ann", password: "open-sesame" } };

  it("are used, and never shown", async () => {
    const made = await make({ probe: { type: "http", url, auth } });
    expect(made.probe.auth).toEqual({ type: "basic", credentialsSet: ["username", "password"] });
    await stage.test.probe();
    expect(seen).toEqual(["Basic YW5uOm9wZW4tc2VzYW1l"]);
    for (const path of [`/monitors/${made.id}`, `/monitors/${made.id}/results`, "/monitors", "/history"]) {
      expect(JSON.stringify((await stage.api("GET", path)).body)).not.toMatch(/open-sesame|sealed/);
    }
  });

  it("are kept when they are left out, as long as the origin stays", async () => {
    const { id } = await make({ probe: { type: "http", url, auth } });
    const kept = { type: "basic" };
    const patch = (probe: object) =>
      stage.api("PATCH", `/monitors/${id}`, { probe: { type: "http", auth: kept, ...probe } });
    expect(await patch({ url: `${url}/other` })).toMatchObject({ status: 200 });
    await stage.test.probe();
    expect(seen).toEqual(["Basic YW5uOm9wZW4tc2VzYW1l"]);
    expect(await patch({ url: "http://evil.test/" })).toMatchObject({
      status: 400,
      body: { error: { code: "invalid_credentials", field: "probe.auth.credentials" } },
    });
    expect(await patch({ url, auth: null })).toMatchObject({ status: 200, body: { probe: { auth: null } } });
  });

  it("that do not fit are refused at their field, without being repeated", async () => {
    const wrong = { type: "basic", credentials: { username: "ann", passwort: "open-sesame" } };
    const { status: refused, body } = await stage.api("POST", "/monitors", {
      probe: { type: "http", url, auth: wrong },
    });
    expect([refused, body.error.field]).toEqual([400, "probe.auth.credentials.password"]);
    expect(JSON.stringify(body)).not.toContain("open-sesame");
  });
});

describe("what makes no probe", () => {
  it.each([
    [{ kind: "probe" }, "probe"],
    [{ kind: "heartbeat", probe: { type: "http", url: "http://a.test" } }, "probe"],
    [{ probe: { type: "gopher" } }, "probe.type"],
    [{ probe: { type: "http", url: "nowhere" } }, "probe.url"],
    [{ probe: { type: "tcp", host: "a.test", port: 0 } }, "probe.port"],
    [
      { probe: { type: "http", url: "http://a.test" }, schedule: { type: "cron", expression: "* * * * *" } },
      "schedule",
    ],
  ])("%j is refused at %s", async (body, field) => {
    expect(await stage.api("POST", "/monitors", body)).toMatchObject({ status: 400, body: { error: { field } } });
  });

  it("a heartbeat is made no probe later", async () => {
    const id = await stage.makeMonitor();
    const probe = { type: "http", url };
    expect(await stage.api("PATCH", `/monitors/${id}`, { probe })).toMatchObject({ status: 400 });
  });
});

describe.skipIf(differsOnLambda("no-loops"))("the probe loop", () => {
  it("is not held up by a host that hangs", async () => {
    await stage.close();
    const hanging = await serveTcp(() => {});
    stage = await createStage({ withLoops: true });
    const slow = { type: "http", url: `http://127.0.0.1:${hanging.port}/`, timeoutMs: 60_000, retries: 0 };
    for (let n = 0; n < 40; n++) await make({ name: `slow ${n}`, probe: slow });
    const { id } = await make({ name: "quick", probe: { type: "http", url } });
    await expect
      .poll(
        async () => {
          stage.test.clock.advance(300);
          return (await stage.monitor(id)).status;
        },
        { timeout: 20_000 },
      )
      .toBe("up");
    await hanging.close();
  });
});
