/**
 * `npm run build:lambda`: makes of server/src/hosts/lambda.ts what is deployed to AWS Lambda, in server/dist-lambda: one
 * module with the three functions, what it loads only when needed beside it, the dashboard, and the files of the docs page.
 * Prints how large it is and how long its import takes. `--without-dashboard` leaves the dashboard out.
 */
import { cpSync, mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { buildDashboard } from "./dashboard/build-dashboard.ts";
import { bundleLambda, measureImport } from "./lambda/bundle-lambda.ts";

const root = join(import.meta.dirname, "..");
const folder = join(root, "server/dist-lambda");
const SWAGGER_UI = ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "LICENSE", "NOTICE"];

const { values } = parseArgs({ options: { "without-dashboard": { type: "boolean", default: false } } });
const { loadedBytes, allBytes } = await bundleLambda(root, folder);
const swaggerUi = dirname(createRequire(join(root, "server/package.json")).resolve("swagger-ui-dist/package.json"));
mkdirSync(join(folder, "assets/swagger-ui"), { recursive: true });
for (const file of SWAGGER_UI) cpSync(join(swaggerUi, file), join(folder, "assets/swagger-ui", file));
if (!values["without-dashboard"]) {
  buildDashboard(root);
  cpSync(join(root, "web/dist"), join(folder, "assets/dashboard"), { recursive: true });
}
const kilobytes = (bytes: number): string => `${Math.round(bytes / 1_000)} kB`;
process.stdout.write(
  `server/dist-lambda/lambda.mjs: ${kilobytes(loadedBytes)} are loaded at once, ${kilobytes(allBytes)} in all; ` +
    `its import takes ${Math.round(measureImport(join(folder, "lambda.mjs")))} ms.\n`,
);
