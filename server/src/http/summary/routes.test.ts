import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type ApiCall, createApi } from "../../../test/api-client.ts";
import { startSink } from "../../../test/sink.ts";
import { createTestApp, type TestApp } from "../../../test/test-app.ts";

const HOUR = 3_600_000;

let test: TestApp;
let api: ApiCall;

beforeEach(async () => {
  test = await createTestApp();
  api = createApi(test);
});
afterEach(() => test.close());

describe("the project at a glance", () => {
  it("has nothing but its first monitor in the beginning", async () => {
    expect((await api("GET", "/summary")).body).toEqual({
      monitors: { new: 1, up: 0, late: 0, down: 0, paused: 0 },
      openIncidents: 0,
      deadMessages: 0,
      suspendedIntegrations: 0,
    });
  });

  it("counts a silent monitor as late and then as down, whether a sweep has looked or not", async () => {
    const schedule = { type: "period", periodSeconds: 3600, graceSeconds: 60 };
    const { body: monitor } = await api("POST", "/monitors", { schedule });
    await test.http.request(`/ping/${monitor.id}`);
    test.clock.advance(HOUR);
    expect((await api("GET", "/summary")).body.monitors).toMatchObject({ up: 0, late: 1, down: 0 });
    test.clock.advance(60_000);
    expect((await api("GET", "/summary")).body).toMatchObject({ monitors: { late: 0, down: 1 }, openIncidents: 0 });
    await test.sweep();
    expect((await api("GET", "/summary")).body).toMatchObject({ monitors: { late: 0, down: 1 }, openIncidents: 1 });
  });

  it("counts dead messages and targets that were given up", async () => {
    const sink = await startSink((_, response) => {
      response.statusCode = 410;
      response.end("gone");
    });
    const integrations = [{ name: "hook", provider: "webhook", credentials: { url: sink.url } }];
    await api("PUT", "/channels/default/topics/alerts", { integrations });
    await test.http.request(`/ping/${test.firstMonitorId}/fail`);
    await test.deliver();
    const { body } = await api("GET", "/summary");
    expect(body).toMatchObject({ openIncidents: 1, deadMessages: 1, suspendedIntegrations: 1 });
    await sink.close();
  });
});
