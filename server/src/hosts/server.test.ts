import { expect, it } from "vitest";
import { withFolder } from "../../test/with-folder.ts";
import { parseSettings } from "../config/parse-settings.ts";
import { startServer } from "./server.ts";

const KEY = "a-write-key-of-a-test-0123456789";

const nothingToRead = (): never => {
  throw new Error("there are no files");
};

it("whoever listens to the events does not hold the stop up, and is told the end properly", () =>
  withFolder(async (dataDir) => {
    const env = { WATCHBELL_DATA_DIR: dataDir, WATCHBELL_PORT: "0", WATCHBELL_LOG_LEVEL: "silent" };
    const parsed = parseSettings({
      env: { ...env, WATCHBELL_BOOTSTRAP_API_KEY: KEY },
      cwd: dataDir,
      readFile: nothingToRead,
    });
    if (parsed.kind !== "ok") throw new Error("the settings have problems");
    const server = await startServer(parsed.settings, { print: () => {} });
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
