import { describe, expect, it } from "vitest";
import { createDatabase, postgresMissing } from "../../test/postgres-stage.ts";
import { shareServers } from "../../test/shared-servers.ts";
import { startSink } from "../../test/sink.ts";
import { withFolder } from "../../test/with-folder.ts";
import { parseSettings } from "../config/parse-settings.ts";
import type { Settings } from "../config/settings.ts";
import type { Log } from "../lib/log.ts";
import type { Store } from "../store/ports.ts";
import { assemble } from "./assemble.ts";
import { openStore } from "./open-store.ts";

const missing = postgresMissing();
const SILENT: Log = { debug() {}, info() {}, warn() {}, error() {} };

function settingsOf(env: Readonly<Record<string, string>>): Settings {
  const nothing = (): never => {
    throw new Error("there are no files");
  };
  const parsed = parseSettings({ env, cwd: "/nonexistent", readFile: nothing });
  if (parsed.kind !== "ok") throw new Error(JSON.stringify(parsed.problems));
  return parsed.settings;
}

/** Says what server-sent events tell, until something fits. */
async function hearUntil(url: string, apiKey: string, fits: (text: string) => boolean): Promise<string> {
  const answer = await fetch(url, { headers: { "X-Api-Key": apiKey } });
  const reader = answer.body?.getReader();
  let heard = "";
  while (!fits(heard)) {
    const read = await reader?.read();
    if (read === undefined || read.done) throw new Error(`the stream ended after: ${heard}`);
    heard += new TextDecoder().decode(read.value);
  }
  await reader?.cancel();
  return heard;
}

describe.skipIf(missing !== null)(`processes that hear of each other${missing ? ` (skipped: ${missing})` : ""}`, () => {
  it("tell the live updates of one to those who listen at another", () =>
    withFolder(async (dataDir) => {
      const shared = shareServers({ databaseUrl: await createDatabase(), dataDir });
      const one = await shared.start({});
      const two = await shared.start({});
      const job = await shared.api(one, "POST", "/monitors", { name: "job" });
      const heard = hearUntil(`${two.address}/api/v1/events`, shared.apiKey, (text) => text.includes(`"${job.id}"`));
      // Until the other one listens, words get lost.
      let isHeard = false;
      const pinging = (async () => {
        while (!isHeard) {
          await fetch(`${one.address}/ping/${job.id}/fail`);
          await new Promise((resolve) => setTimeout(resolve, 300));
        }
      })();
      const text = await heard.finally(() => {
        isHeard = true;
      });
      await pinging;
      expect(text).toContain("event: changes");
      await Promise.all([one.stop(), two.stop()]);
    }));

  it("deliver what another took in also when they hear nothing at all", () =>
    withFolder(async (dataDir) => {
      const shared = shareServers({ databaseUrl: await createDatabase(), dataDir });
      const http = await shared.start({ WATCHBELL_ROLES: "http" });
      const settings = settingsOf({ ...shared.env, WATCHBELL_ROLES: "deliver" });
      const { store, close } = await openStore(settings);
      const deaf: Store = { ...store, doorbell: { say() {}, onWords() {} } };
      const deliverer = assemble({ settings, store: deaf, log: SILENT });
      const sink = await startSink();
      const hook = { name: "hook", provider: "webhook", credentials: { url: sink.url } };
      await shared.api(http, "PUT", "/channels/deaf/topics/all", { integrations: [hook] });
      const job = await shared.api(http, "POST", "/monitors", { name: "job", topics: ["deaf+all"] });
      await fetch(`${http.address}/ping/${job.id}/fail`);
      await sink.arrived(1);
      expect(sink.received[0]?.body).toContain("job");
      await http.stop();
      await deliverer.stopLoops();
      await deliverer.close();
      await close();
      await sink.close();
    }));

  it("notice when a newer version makes the database its own, and can be stopped then", () =>
    withFolder(async (dataDir) => {
      const databaseUrl = await createDatabase();
      const shared = shareServers({ databaseUrl, dataDir });
      const server = await shared.start({});
      const { default: pg } = await import("pg");
      const client = new pg.Client({ connectionString: databaseUrl });
      await client.connect();
      await client.query(
        "insert into meta (name, value) values ('schema_version', '999'), ('schema_breaking_version', '999') on conflict (name) do update set value = '999'",
      );
      await client.end();
      expect(await server.outgrown).toMatch(/^The database has schema 999; this Watchbell knows schemas up to \d+\./);
      await server.stop();
      await expect(shared.start({})).rejects.toThrow("The database has schema 999");
    }));
});
