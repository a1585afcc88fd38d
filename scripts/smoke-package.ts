/**
 * `npm run test:package`: packs the server, installs the tarball in a folder elsewhere as a user would, starts it there,
 * pings, reads the ping back, looks at the docs page and stops it. `--json FILE` also writes the counts.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect, parseArgs } from "node:util";
import { checkContents, install, lintPackage, pack } from "./smoke/packed.ts";
import { KEYS, measureMemory, type Server, start, stop } from "./smoke/running.ts";

const IDLE_MS = 3_000;

/** What is read of the API's answers. */
interface MonitorList {
  readonly items: readonly { readonly id: string; readonly name: string; readonly pingUrl: string }[];
}
interface PingList {
  readonly items: readonly unknown[];
}

/** Asks the server; fails on an answer that is no success. */
async function ask(url: string, init?: RequestInit): Promise<Response> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
  return answer;
}

async function pingAndReadBack(url: string): Promise<string> {
  const asWriter = { headers: { "X-Api-Key": KEYS.api } };
  const monitors: MonitorList = await (await ask(`${url}/api/v1/monitors`, asWriter)).json();
  const [monitor] = monitors.items;
  if (monitor === undefined) throw new Error("the first start made no monitor");
  await ask(url + new URL(monitor.pingUrl).pathname, { method: "POST", body: "smoke" });
  const pings: PingList = await (await ask(`${url}/api/v1/monitors/${monitor.id}/pings`, asWriter)).json();
  if (pings.items.length !== 1) throw new Error(`one ping was sent, ${pings.items.length} are listed`);
  return `${monitor.name} has its ping`;
}

async function lookAtDocs(url: string): Promise<string> {
  const page = await ask(`${url}/api/docs`);
  const html = await page.text();
  const assets = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].map(([, path = ""]) => new URL(path, page.url));
  const foreign = assets.filter(({ origin }) => origin !== url);
  if (foreign.length > 0) throw new Error(`the docs page loads ${foreign.join(", ")}`);
  for (const asset of assets) {
    const bytes = await (await ask(asset.href)).bytes();
    if (bytes.length === 0) throw new Error(`${asset.href} is empty`);
  }
  if (assets.length < 2) throw new Error(`the docs page names only ${assets.length} assets`);
  const openApi = await (await ask(`${url}/api/v1/openapi.json`)).text();
  return `${assets.length} assets, OpenAPI of ${Math.round(openApi.length / 1000)} kB`;
}

interface Tally {
  passed: number;
  failed: number;
}

/** Runs one step, prints how it went, and gives its result; a failure ends the run after the clean-up. */
async function step<T>(tally: Tally, name: string, work: () => T | Promise<T>): Promise<T> {
  const startedAt = performance.now();
  try {
    const result = await work();
    tally.passed++;
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1).padStart(6);
    process.stdout.write(`ok     ${name.padEnd(26)} ${seconds} s  ${typeof result === "string" ? result : ""}\n`);
    return result;
  } catch (error) {
    tally.failed++;
    throw new Error(`FAILED ${name}`, { cause: error });
  }
}

async function tryServer(tally: Tally, server: Server): Promise<void> {
  await step(tally, "idle memory", async () => {
    await sleep(IDLE_MS);
    return measureMemory(server);
  });
  await step(tally, "ping and read back", () => pingAndReadBack(server.url));
  await step(tally, "docs page", () => lookAtDocs(server.url));
}

async function smoke(tally: Tally, folder: string): Promise<void> {
  const root = join(import.meta.dirname, "..");
  const tarball = await step(tally, "pack", () => pack(root, folder));
  await step(tally, "contents", () => checkContents(tarball));
  await step(tally, "package.json", () => lintPackage(root, tarball));
  const bin = await step(tally, "install elsewhere", () => install(tarball, join(folder, "app")));
  const server = await step(tally, "start", () => start(bin, join(folder, "app", "data")));
  try {
    await tryServer(tally, server);
  } catch (error) {
    server.child.kill("SIGKILL");
    throw error;
  }
  await step(tally, "stop", () => stop(server));
}

const { values } = parseArgs({ options: { json: { type: "string" } } });
const folder = mkdtempSync(join(tmpdir(), "watchbell-package-"));
const tally: Tally = { passed: 0, failed: 0 };
try {
  await smoke(tally, folder);
} catch (error) {
  process.stderr.write(`${inspect(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
if (values.json !== undefined) writeFileSync(values.json, JSON.stringify(tally));
