import { spawnSync } from "node:child_process";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, type Metafile, type Plugin } from "esbuild";

/** How large a bundle is. */
export interface BundleSize {
  /** What every start reads: the entry and all that it imports without waiting for a reason. */
  readonly loadedBytes: number;
  readonly allBytes: number;
}

/** The name of the entry; Lambda's handlers are `lambda.http`, `lambda.tick` and `lambda.deliver`. */
const ENTRY = "lambda";
const SOURCE = "lambda-entry.ts";
/** Packages of the older kind ask for modules of Node.js by `require`. A short name met one of the minifier's own. */
const BANNER = `import { createRequire as createRequireForBundledPackages } from "node:module";
const require = createRequireForBundledPackages(import.meta.url);`;
const IMPORTS_MEASURED = 7;

/** Bundles the functions with all that they need but Node.js itself; says how large that is. */
export async function bundleLambda(root: string, folder: string): Promise<BundleSize> {
  rmSync(folder, { recursive: true, force: true });
  const { version } = JSON.parse(readFileSync(join(root, "server/package.json"), "utf8")) as {
    readonly version: string;
  };
  const contents = [
    `import { lambdaHandlers } from "./src/hosts/lambda.ts";`,
    `const folder = import.meta.dirname;`,
    `export const { http, tick, deliver } = lambdaHandlers({ version: ${JSON.stringify(version)}, folder });`,
  ].join("\n");
  const { metafile } = await build({
    stdin: { contents, resolveDir: join(root, "server"), sourcefile: SOURCE, loader: "ts" },
    entryNames: ENTRY,
    chunkNames: "chunks/[name]-[hash]",
    outExtension: { ".js": ".mjs" },
    outdir: folder,
    absWorkingDir: root,
    bundle: true,
    // What few invocations need, such as an SMTP server or an OpenID provider, is read by those.
    splitting: true,
    minify: true,
    platform: "node",
    format: "esm",
    target: "node22",
    // Amazon's SDK comes in two forms, and only of this one what nobody uses is left out.
    mainFields: ["module", "main"],
    alias: standIns(root),
    plugins: [zodByParts],
    metafile: true,
    banner: { js: BANNER },
    legalComments: "linked",
    logLevel: "warning",
  });
  return sizeOf(metafile);
}

/** What is much larger than the part of it that functions need. */
function standIns(root: string): Record<string, string> {
  const folder = join(root, "server/src/hosts/lambda");
  return {
    "@aws-sdk/credential-provider-node": join(folder, "no-credential-search.ts"),
    "@aws-sdk/endpoint-cache": join(folder, "no-endpoint-cache.ts"),
    "prom-client": join(folder, "small-figures.ts"),
  };
}

/** As an object, `z` is all of zod with its forty languages; as a namespace, only what is used of it. */
const zodByParts: Plugin = {
  name: "zod by parts",
  setup(bundling) {
    bundling.onLoad({ filter: /\/server\/src\/.*\.ts$/ }, ({ path }) => ({
      loader: "ts",
      contents: readFileSync(path, "utf8").replace(/^import \{ z \} from "zod";$/m, `import * as z from "zod";`),
    }));
  },
};

function sizeOf({ outputs }: Metafile): BundleSize {
  const scripts = Object.keys(outputs).filter((path) => path.endsWith(".mjs"));
  const start = scripts.find((path) => outputs[path]?.entryPoint?.endsWith(SOURCE));
  if (start === undefined) throw new Error("the bundle has no entry");
  const loaded = new Set<string>();
  const load = (path: string): void => {
    if (loaded.has(path)) return;
    loaded.add(path);
    for (const { path: next, kind } of outputs[path]?.imports ?? []) if (kind === "import-statement") load(next);
  };
  load(start);
  const bytes = (paths: Iterable<string>): number =>
    [...paths].reduce((sum, path) => sum + (outputs[path]?.bytes ?? 0), 0);
  return { loadedBytes: bytes(loaded), allBytes: bytes(scripts) };
}

/** How many milliseconds the import of a module takes, the median of a few fresh processes. */
export function measureImport(path: string): number {
  const program = `const from = performance.now();
    await import(${JSON.stringify(path)});
    console.log(performance.now() - from);`;
  const times = Array.from({ length: IMPORTS_MEASURED }, () => {
    const run = spawnSync(process.execPath, ["--input-type=module", "--eval", program], { encoding: "utf8" });
    if (run.status !== 0) throw new Error(`the bundle cannot be imported:\n${run.stderr}`);
    return Number(run.stdout);
  });
  return times.toSorted((a, b) => a - b)[Math.floor(IMPORTS_MEASURED / 2)] ?? Number.NaN;
}
