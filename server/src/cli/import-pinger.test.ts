import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createApi } from "../../test/api-client.ts";
import { type Listener, listen } from "../../test/listen.ts";
import { type CliResult, cli } from "../../test/run-cli.ts";
import { createTestApp, type TestApp } from "../../test/test-app.ts";

const INI = `[main]
interval = 120
error_interval = 30
[urls]
prod = http://db1.test/task, http://ann:open%20sesame@db2.test/task?x=1
[slack]
channel = #alerts
token = xoxb-secret
[token_auth]
url = https://login.test/token
username = ann
password = login-sesame
header = X-Auth
`;

let test: TestApp;
let server: Listener;
beforeEach(async () => {
  test = await createTestApp();
  server = await listen(test.http);
});
afterEach(async () => {
  await server.close();
  await test.close();
});

const run = (ini: string, ...options: string[]): Promise<CliResult> =>
  cli(["import", "pinger.ini", "--url", server.url, ...options], {
    env: { WATCHBELL_API_KEY: test.keys.write },
    files: { "/nowhere/pinger.ini": ini },
  });

describe("watchbell import pinger.ini", () => {
  it("makes probes of its tasks and a topic of its services, once", async () => {
    expect(await run(INI)).toMatchObject({
      code: 0,
      out: "2 tasks imported, 0 there already. They tell pinger+alerts.\n",
    });
    const api = createApi(test);
    const { monitors } = (await api("GET", "/monitors?kind=probe")).body;
    expect(monitors).toMatchObject([
      {
        name: "http://db1.test/task",
        topics: ["pinger+alerts"],
        schedule: { periodSeconds: 120 },
        probe: {
          type: "task",
          url: "http://db1.test/task",
          retries: 0,
          errorIntervalMs: 30_000,
          auth: { type: "token", credentialsSet: expect.arrayContaining(["url", "username", "password", "header"]) },
        },
      },
      { name: "http://db2.test/task?x=1", probe: { url: "http://db2.test/task?x=1" } },
    ]);
    const { integrations } = (await api("GET", "/channels/pinger/topics/alerts")).body;
    expect(integrations).toMatchObject([{ name: "slack", provider: "slack", enabled: true }]);
    const before = JSON.stringify((await api("GET", "/monitors?kind=probe")).body);
    expect((await run(INI)).out).toBe("0 tasks imported, 2 there already. They tell pinger+alerts.\n");
    expect(JSON.stringify((await api("GET", "/monitors?kind=probe")).body)).toBe(before);
    expect(before).not.toMatch(/sesame|xoxb/);
  });

  it("may tell a topic that is there, and tells the default one when no service is filled in", async () => {
    const { out } = await run(INI, "--topic", "default+alerts", "--json");
    expect(JSON.parse(out)).toEqual({ created: 2, known: 0, topic: "default+alerts" });
    expect((await run("[urls]\nprod = http://db3.test/")).out).toContain("They tell the project's default topics.");
  });

  it("switches the services off with only_log, and says so", async () => {
    expect((await run(INI.replace("[main]", "[main]\nonly_log = yes"))).out).toMatch(
      /only_log = true: the integrations/,
    );
    const { body } = await createApi(test)("GET", "/channels/pinger/topics/alerts");
    expect(body.integrations).toMatchObject([{ enabled: false }]);
  });

  it("makes nothing of an ini that is not right", async () => {
    const { code, err } = await run(INI.replace("channel = #alerts", ""));
    expect([code, err]).toEqual([1, expect.stringContaining("[slack] channel: It is missing or empty.")]);
    expect((await createApi(test)("GET", "/monitors?kind=probe")).body.monitors).toEqual([]);
  });
});
