import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { expect, it } from "vitest";
import { startChildServer } from "../child-server.ts";
import { withFolder } from "../with-folder.ts";

const API_KEY = "wbw_backup-test-write-key";

/** The monitors as the API lists them. */
async function listMonitors(url: string): Promise<readonly { readonly id: string; readonly pingCount: number }[]> {
  const answer = await fetch(`${url}/api/v1/monitors`, { headers: { "X-Api-Key": API_KEY } });
  return JSON.parse(await answer.text()).monitors;
}

// SQLite's `.backup` and node:sqlite's `backup` are the same function of the library.
it("SQLite's copy of the database, made while the server runs, and the key file bring everything back", () =>
  withFolder(async (folder) => {
    const [dataDir, restored] = [join(folder, "data"), join(folder, "restored")];
    const first = await startChildServer({ dataDir, env: { WATCHBELL_BOOTSTRAP_API_KEY: API_KEY } });
    const [monitor] = await listMonitors(first.url);
    await fetch(`${first.url}/ping/${monitor?.id}`);
    mkdirSync(restored);
    const source = new DatabaseSync(join(dataDir, "watchbell.db"));
    await backup(source, join(restored, "watchbell.db"));
    source.close();
    copyFileSync(join(dataDir, "master.key"), join(restored, "master.key"));
    await first.kill("SIGKILL");
    const second = await startChildServer({ dataDir: restored });
    expect(await listMonitors(second.url)).toMatchObject([{ id: monitor?.id, pingCount: 1 }]);
    await second.kill("SIGTERM");
  }));
