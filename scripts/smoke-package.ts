/**
 * `npm run test:package`: packs the server, installs the tarball in a folder elsewhere as a user would, starts it there,
 * pings, reads the ping back, looks at the docs page and stops it. `--json FILE` also writes the counts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { inspect, parseArgs } from "node:util";
import { type ChildServer, startChildServer } from "../server/test/child-server.ts";
import { checkContents, install, lintPackage, pack } from "./pack-and-install.ts";

const IDLE_MS = 3_000;
const STOP_WITHIN_MS = 10_000;
const API_KEY = "smoke-write-key-0123456789";

/** What is read of the API's answers. */
interface MonitorList {
  readonly monitors: readonly { readonly id: string; readonly name: string; readonly pingUrl: string }[];
}
interface PingList {
  readonly pings: readonly unknown[];
}

/** Asks the server; fails on an answer that is no success. */
async function ask(url: string, init?: RequestInit): Promise<Response> {
  const answer = await fetch(url, init);
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}: ${(await answer.text()).slice(0, 500)}`);
  return answer;
}

async function pingAndReadBack(url: string): Promise<string> {
  const asWriter = { headers: { "X-Api-Key": API_KEY } };
  const { monitors } = (await (await ask(`${url}/api/v1/monitors`, asWriter)).json()) as MonitorList;
  const [monitor] = monitors;
  if (monitor === undefined) throw new Error("the first start made no monitor");
  await ask(url + new URL(monitor.pingUrl).pathname, { method: "POST", body: "smoke" });
  const log = await ask(`${url}/api/v1/monitors/${monitor.id}/pings`, asWriter);
  const { pings } = (await log.json()) as PingList;
  if (pings.length !== 1) throw new Error(`one ping was sent, ${pings.length} are listed`);
  return `${monitor.name} has its ping`;
}

async function lookAtDocs(url: string): Promise<string> {
  const page = await ask(`${url}/api/docs`);
  const html = await page.text();
  const assets = [...html.matchAll(/(?:src|href)="([^"#]+)"/g)].flatMap(([, path = ""]) =>
    path.startsWith("data:") ? [] : [new URL(path, page.url)],
  );
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

/** Loads the first page and every file that it names. */
async function lookAtDashboard(url: string): Promise<string> {
  const html = await (await ask(url, { headers: { Accept: "text/html" } })).text();
  const files = [...html.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css|svg))"/g)].map(([, path = ""]) => path);
  for (const file of files) await ask(url + file);
  if (!files.some((file) => file.startsWith("/assets/") && file.endsWith(".js"))) throw new Error("it has no script");
  return `${files.length} files`;
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

/** Resident memory of the server; a figure to watch, not a gate. */
function measureMemory({ child }: ChildServer): string {
  const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, "utf8"))?.[1];
  return `${Math.round(Number(kilobytes) / 1000)} MB resident`;
}

/** Stops the server as a service manager does; it must end by itself, in peace. */
async function stop(server: ChildServer): Promise<string> {
  const timeout = setTimeout(() => server.child.kill("SIGKILL"), STOP_WITHIN_MS);
  await server.kill("SIGTERM");
  clearTimeout(timeout);
  const { exitCode, signalCode } = server.child;
  if (exitCode !== 0) throw new Error(`it ended with ${signalCode ?? exitCode}:\n${server.output()}`);
  return "exit code 0";
}

async function tryServer(tally: Tally, server: ChildServer): Promise<void> {
  await step(tally, "idle memory", async () => {
    await sleep(IDLE_MS);
    return measureMemory(server);
  });
  await step(tally, "ping and read back", () => pingAndReadBack(server.url));
  await step(tally, "docs page", () => lookAtDocs(server.url));
  await step(tally, "dashboard", () => lookAtDashboard(server.url));
}

async function smoke(tally: Tally, folder: string): Promise<void> {
  const root = join(import.meta.dirname, "..");
  const tarball = await step(tally, "pack", () => pack(root, folder));
  await step(tally, "contents", () => checkContents(tarball));
  await step(tally, "package.json", () => lintPackage(root, tarball));
  const bin = await step(tally, "install elsewhere", () => install(tarball, join(folder, "app")));
  const env = { WATCHBELL_BOOTSTRAP_API_KEY: API_KEY };
  const server = await step(tally, "start", () => startChildServer({ bin, dataDir: join(folder, "app", "data"), env }));
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
