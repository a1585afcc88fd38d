import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build, type Plugin } from "esbuild";

/** What has no business in the relay: an SDK, and an HTTP client where the platform has one. */
const UNWANTED = /(?:^|\/)node_modules\/(?:@aws-sdk|@smithy|undici|pino|kysely|pg|hono)\//;
/** Where `s deploy` looks for the function (deploy/alibaba/s.yaml). */
export const FUNCTION_FILE = "deploy/alibaba/dist/index.mjs";

export interface BuiltFunction {
  readonly path: string;
  readonly bytes: number;
  readonly gzipBytes: number;
  /** The files that it was made of, from the repository's root. */
  readonly inputs: readonly string[];
  /** Those of them that must not be there. */
  readonly unwanted: readonly string[];
}

/** Half of the bundle would be Zod's messages in languages that nobody reads in a log. */
const onlyEnglish: Plugin = {
  name: "only-english",
  setup(bundler) {
    bundler.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, () => ({
      contents: 'export { default as en } from "./en.js";',
    }));
  },
};

/** Bundles the relay into one file for Node.js 20, which is the newest that Function Compute runs. */
export async function buildFunction(root: string, path = join(root, FUNCTION_FILE)): Promise<BuiltFunction> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: ["server/src/hosts/function-compute.ts"],
    outfile: path,
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    define: { "URL.parse": "parseUrl" },
    inject: [join(import.meta.dirname, "parse-url.ts")],
    plugins: [onlyEnglish],
    legalComments: "eof",
    metafile: true,
    logLevel: "warning",
  });
  const inputs = Object.keys(metafile.inputs);
  const text = readFileSync(path);
  return {
    path,
    bytes: text.length,
    gzipBytes: gzipSync(text).length,
    inputs,
    unwanted: inputs.filter((input) => UNWANTED.test(input)),
  };
}

const TIMED_IMPORT = `
  const startedAt = performance.now();
  await import(process.argv[1]);
  process.stdout.write(String(performance.now() - startedAt));
`;

/** Milliseconds that a fresh process takes to load the bundle: the middle one of several. */
export function importMs(node: string, path: string, times = 5): number {
  const taken = Array.from({ length: times }, () => {
    const { stdout } = spawnSync(node, ["--input-type=module", "--eval", TIMED_IMPORT, path], { encoding: "utf8" });
    // Its log, which says that it has no settings, comes first.
    return Number(stdout.trim().split("\n").at(-1));
  });
  return taken.toSorted((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
}
