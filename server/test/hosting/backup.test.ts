import { copyFileSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { startChildServer } from "../child-server.ts";
import { cli } from "../run-cli.ts";
import { withFolder } from "../with-folder.ts";

const API_KEY = "wbw_backup-test-write-key";

/** The monitors as the API lists them. */
async function listMonitors(url: string): Promise<readonly { readonly id: string; readonly pingCount: number }[]> {
  const answer = await fetch(`${url}/api/v1/monitors`, { headers: { "X-Api-Key": API_KEY } });
  return JSON.parse(await answer.text()).monitors;
}

it("a backup made while the server takes pings in, and the key file, bring everything back on another machine", () =>
  withFolder(async (folder) => {
    const [dataDir, restored, copy] = [join(folder, "data"), join(folder, "restored"), join(folder, "copy.db")];
    const first = await startChildServer({ dataDir, env: { WATCHBELL_BOOTSTRAP_API_KEY: API_KEY } });
    const [monitor] = await listMonitors(first.url);
    const ping = async (): Promise<void> => void (await fetch(`${first.url}/ping/${monitor?.id}`));
    await ping();
    const more = Promise.all(Array.from({ length: 20 }, ping));
    expect(await cli(["backup", copy], { env: { WATCHBELL_DATA_DIR: dataDir } })).toMatchObject({ code: 0 });
    await more;
    expect(await cli(["restore", copy], { env: { WATCHBELL_DATA_DIR: dataDir } })).toMatchObject({ code: 1 });
    await first.kill("SIGKILL");
    mkdirSync(restored);
    copyFileSync(join(dataDir, "master.key"), join(restored, "master.key"));
    expect(await cli(["restore", copy], { env: { WATCHBELL_DATA_DIR: restored } })).toMatchObject({ code: 0 });
    const second = await startChildServer({ dataDir: restored });
    const [found] = await listMonitors(second.url);
    expect(found?.id).toBe(monitor?.id);
    expect(found?.pingCount).toBeGreaterThanOrEqual(1);
    await second.kill("SIGTERM");
  }));
