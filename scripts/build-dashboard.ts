/**
 * `npm run build:dashboard`: makes web/dist of web/src, with a compressed copy of each file and what the server must know.
 * With `--when-stale`, as `npm start` calls it, it does nothing when nothing changed, and a failure only says so: whoever
 * watches over others starts in any case.
 */

import { join } from "node:path";
import { parseArgs } from "node:util";
import { buildDashboard, isStale } from "./dashboard/build-dashboard.ts";

const root = join(import.meta.dirname, "..");
const { values } = parseArgs({ options: { "when-stale": { type: "boolean", default: false } } });

try {
  if (!values["when-stale"] || isStale(root)) process.stdout.write(`${buildDashboard(root)}\n`);
} catch (error) {
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`The dashboard could not be built; \`npm run build:dashboard\` tries again.\n${reason}\n`);
  process.exitCode = values["when-stale"] ? 0 : 1;
}
