import { existsSync } from "node:fs";

// A checkout runs its TypeScript as it is; the published package holds compiled files only, because Node.js strips no types under node_modules.
const source = new URL("../src/cli/main.ts", import.meta.url);
const built = new URL("../dist/cli/main.js", import.meta.url);
const { main } = await import((existsSync(source) ? source : built).href);
process.exitCode = await main(process.argv.slice(2));
