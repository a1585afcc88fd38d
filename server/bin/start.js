import { existsSync } from "node:fs";
import { setFlagsFromString } from "node:v8";

// While modules load, the young generation of each thread would grow to its largest and never give that back. Held small
// until the server runs, it saves 20 MB of idle memory (docs/performance.md); under load it then grows as ever.
setFlagsFromString("--semi-space-growth-factor=1");
setTimeout(() => setFlagsFromString("--semi-space-growth-factor=2"), 3_000).unref();

// A name look-up that hangs holds a thread of this pool; with Node's own four a few dead names would delay every delivery.
// biome-ignore lint/style/noProcessEnv: it is set before any other module runs, and the configuration never reads it.
process.env.UV_THREADPOOL_SIZE ??= "32";

// A checkout runs its TypeScript as it is; the published package holds compiled files only, because Node.js strips no types under node_modules.
const source = new URL("../src/cli/main.ts", import.meta.url);
const built = new URL("../dist/cli/main.js", import.meta.url);
const { main } = await import((existsSync(source) ? source : built).href);
process.exitCode = await main(process.argv.slice(2));
