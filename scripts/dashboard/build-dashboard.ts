import { spawnSync } from "node:child_process";
import { existsSync, globSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { PATHS } from "../../web/src/lib/paths.ts";
import { type BuildManifest, measureFirstLoad } from "./first-load.ts";

const SOURCES = ["web/src/**/*", "web/public/*", "web/*.{json,ts,html}", "server/package.json", "package-lock.json"];
const COMPRESSED = "**/*.{js,css,svg}";

/** What a build leaves beside its files: for the server the addresses that are pages, for people the rest. */
export interface BuildFacts {
  readonly pages: readonly string[];
  readonly firstLoadBytes: number;
  readonly heaviestPage: string;
}

/** True when there is no build, or a source is newer than it. */
export function isStale(root: string): boolean {
  const facts = join(root, "web/dist/build.json");
  if (!existsSync(facts)) return true;
  const builtAt = statSync(facts).mtimeMs;
  return SOURCES.flatMap((pattern) => globSync(pattern, { cwd: root })).some(
    (file) => statSync(join(root, file)).mtimeMs > builtAt,
  );
}

/** Reads what the build said of itself. */
export function readBuildFacts(root: string): BuildFacts {
  return JSON.parse(readFileSync(join(root, "web/dist/build.json"), "utf8")) as BuildFacts;
}

/**
 * Builds the dashboard and says in one line what came out. It is made in a folder of its own and then put in place, so
 * that a running server and a second build never see half of it.
 */
export function buildDashboard(root: string): string {
  const startedAt = performance.now();
  const made = mkdtempSync(join(root, "web/.dist-"));
  try {
    runVite(root, made);
    compress(made);
    const facts = describe(made);
    writeFileSync(join(made, "build.json"), `${JSON.stringify(facts, null, 2)}\n`);
    putInPlace(made, join(root, "web/dist"));
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
    return `Built the dashboard in ${seconds} s: ${kilobytes(facts.firstLoadBytes)} kB of compressed script at first load (${facts.heaviestPage}).`;
  } finally {
    rmSync(made, { recursive: true, force: true });
  }
}

function runVite(root: string, into: string): void {
  const vite = join(root, "node_modules/.bin/vite");
  if (!existsSync(vite)) throw new Error("Vite is not installed: run `npm ci`, with the development packages.");
  const run = spawnSync(vite, ["build", "--outDir", into, "--emptyOutDir"], {
    cwd: join(root, "web"),
    encoding: "utf8",
  });
  if (run.status !== 0) throw new Error(`vite ended with ${run.status ?? run.error}:\n${run.stdout}${run.stderr}`);
}

function compress(folder: string): void {
  for (const file of globSync(COMPRESSED, { cwd: folder })) {
    const path = join(folder, file);
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }));
  }
}

function describe(folder: string): BuildFacts {
  const manifestPath = join(folder, ".vite/manifest.json");
  const manifest = JSON.parse(readFileSync(manifestPath, "utf8")) as BuildManifest;
  rmSync(join(folder, ".vite"), { recursive: true });
  const { bytes, page } = measureFirstLoad(manifest, (file) => statSync(join(folder, `${file}.gz`)).size);
  return { pages: Object.values(PATHS), firstLoadBytes: bytes, heaviestPage: page };
}

function putInPlace(made: string, dist: string): void {
  const old = `${made}-old`;
  if (existsSync(dist)) renameSync(dist, old);
  renameSync(made, dist);
  rmSync(old, { recursive: true, force: true });
}

function kilobytes(bytes: number): number {
  return Math.round(bytes / 1000);
}
