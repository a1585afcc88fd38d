import { expect, it } from "vitest";
import { startSink } from "../../test/sink.ts";
import { withFolder } from "../../test/with-folder.ts";
import { parseSettings } from "../config/parse-settings.ts";
import { startServer } from "./server.ts";

const KEY = "a-write-key-of-a-test-0123456789";

const nothingToRead = (): never => {
  throw new Error("there are no files");
};

async function start(dataDir: string, more: Readonly<Record<string, string>> = {}) {
  const env = { ...more, WATCHBELL_DATA_DIR: dataDir, WATCHBELL_PORT: "0", WATCHBELL_LOG_LEVEL: "silent" };
  const parsed = parseSettings({
    env: { ...env, WATCHBELL_BOOTSTRAP_API_KEY: KEY },
    cwd: dataDir,
    readFile: nothingToRead,
  });
  if (parsed.kind !== "ok") throw new Error("the settings have problems");
  const lines: string[] = [];
  const server = await startServer(parsed.settings, { print: (line) => lines.push(line) });
  return { ...server, lines };
}

it("every start prints a new link for the first account, until there is one", () =>
  withFolder(async (dataDir) => {
    const links: (string | undefined)[] = [];
    const statuses: number[] = [];
    for (const _ of ["first", "second", "third"]) {
      const server = await start(dataDir);
      const link = server.lines.find((line) => line.includes("/set-up?token="))?.trim();
      links.push(link);
      const token = new URL(links[0] ?? "").searchParams.get("token");
      // The first start's link is tried at the second start, where it is good no more, then the second's.
      const tokens = links.length === 2 ? [token, new URL(link ?? "").searchParams.get("token")] : [];
      for (const each of tokens) {
        const body = JSON.stringify({ token: each, email: "olga@example.org", password: "seven quiet herons" });
        const headers = { Origin: server.address };
        const answer = await fetch(`${server.address}/api/v1/set-up`, { method: "POST", headers, body });
        statuses.push(answer.status);
      }
      await server.stop();
    }
    expect(links[0]).toMatch(/^http:\/\/localhost:\d+\/set-up\?token=[\w-]{43}$/);
    expect(links[1]).not.toBe(links[0]);
    expect(links[2]).toBeUndefined();
    expect(statuses).toEqual([410, 201]);
  }));

it("whoever listens to the events does not hold the stop up, and is told the end properly", () =>
  withFolder(async (dataDir) => {
    const server = await start(dataDir);
    const answer = await fetch(`${server.address}/api/v1/events`, { headers: { "X-Api-Key": KEY } });
    const reader = answer.body?.getReader();
    expect(answer.status).toBe(200);
    expect((await reader?.read())?.done).toBe(false);
    // The gate cuts connections off after ten seconds: a stream that was cut would fail here instead of ending.
    const stopping = server.stop();
    const rest: (boolean | undefined)[] = [];
    while (rest.at(-1) !== true) rest.push((await reader?.read())?.done);
    expect(rest.at(-1)).toBe(true);
    await stopping;
  }));

it(
  "stops soon although a target and a probed host hang: what has no outcome is left to the next start",
  {
    timeout: 60_000,
  },
  () =>
    withFolder(async (dataDir) => {
      const hanging = await startSink(() => {});
      const api = async (server: { readonly address: string }, method: string, path: string, body?: object) => {
        const headers = { "X-Api-Key": KEY, "Content-Type": "application/json" };
        const answer = await fetch(`${server.address}/api/v1${path}`, { method, headers, body: JSON.stringify(body) });
        return JSON.parse(await answer.text());
      };
      const first = await start(dataDir);
      const hook = { provider: "webhook", name: "hook", credentials: { url: `${hanging.url}/hook` } };
      await api(first, "PUT", "/channels/slow/topics/all", { integrations: [hook] });
      const job = await api(first, "POST", "/monitors", { name: "job", topics: ["slow+all"] });
      const probe = { type: "http", url: `${hanging.url}/probe`, timeoutMs: 60_000, retries: 0 };
      const look = await api(first, "POST", "/monitors", { name: "look", probe, topics: [] });
      await fetch(`${first.address}/ping/${job.id}/fail`);
      await hanging.arrived(2);
      const startedAt = performance.now();
      await first.stop();
      // Patience with targets is 5 s; the client of the webhook alone would have waited for 15.
      expect(performance.now() - startedAt).toBeLessThan(12_000);

      hanging.behave((_, response) => response.end("ok"));
      const second = await start(dataDir);
      // What is overdue at a start is spread over a minute; this one is wanted now.
      await api(second, "POST", `/monitors/${look.id}/probe`, {});
      await hanging.arrived(4);
      const hooks = hanging.received.filter(({ path }) => path === "/hook");
      expect(new Set(hooks.map(({ headers }) => headers["webhook-id"])).size).toBe(1);
      await expect.poll(async () => (await api(second, "GET", `/monitors/${look.id}`)).status).toBe("up");
      const { messages } = await api(second, "GET", `/messages?monitor=${job.id}`);
      await expect.poll(async () => (await api(second, "GET", `/messages/${messages[0].id}`)).status).toBe("delivered");
      await second.stop();
      await hanging.close();
    }),
);

it("goes on for as long as it is told after it was asked to stop, and says that it is not ready", () =>
  withFolder(async (dataDir) => {
    const server = await start(dataDir, { WATCHBELL_STOP_DELAY: "1" });
    const stopping = server.stop();
    const ready = await fetch(`${server.address}/readyz`);
    expect(ready.status).toBe(503);
    expect(ready.headers.get("connection")).toBe("close");
    expect(await ready.json()).toMatchObject({ problems: [{ problem: "This process was asked to stop." }] });
    expect((await fetch(`${server.address}/healthz`)).status).toBe(200);
    await stopping;
    await expect(fetch(`${server.address}/healthz`)).rejects.toThrow();
  }));
