import { expect, it } from "vitest";
import { withFolder } from "../../test/with-folder.ts";
import { parseSettings } from "../config/parse-settings.ts";
import { startServer } from "./server.ts";

const KEY = "a-write-key-of-a-test-0123456789";

const nothingToRead = (): never => {
  throw new Error("there are no files");
};

async function start(dataDir: string) {
  const env = { WATCHBELL_DATA_DIR: dataDir, WATCHBELL_PORT: "0", WATCHBELL_LOG_LEVEL: "silent" };
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
