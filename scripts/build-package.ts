/**
 * `npm run build`: makes of server/src what is published. The package carries compiled files, because Node strips no
 * types under node_modules; the files that the code reads beside it; what the docs page shows in a browser; and the dashboard.
 */
import { spawnSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { buildDashboard } from "./dashboard/build-dashboard.ts";

const root = join(import.meta.dirname, "..");
const server = join(root, "server");
const dist = join(server, "dist");

/** The licence files belong to what is copied. */
const SWAGGER_UI = ["swagger-ui.css", "swagger-ui-bundle.js", "swagger-ui-bundle.js.LICENSE.txt", "LICENSE", "NOTICE"];

function compile(): void {
  const tsc = spawnSync(join(root, "node_modules/.bin/tsc"), ["--project", join(server, "tsconfig.build.json")], {
    stdio: "inherit",
  });
  if (tsc.status !== 0) throw new Error(`tsc ended with exit code ${tsc.status}`);
}

/** Copies what is no TypeScript and no test's data; says how many files. */
function copyDataFiles(): number {
  const files = globSync("**/*.{json,sql,html,css,svg}", { cwd: join(server, "src") }).filter(
    (file) => !/(?:^|\/)(?:golden|fixtures)\/|\.golden\./.test(file),
  );
  for (const file of files) cpSync(join(server, "src", file), join(dist, file));
  return files.length;
}

function copySwaggerUi(): void {
  const from = dirname(createRequire(join(server, "package.json")).resolve("swagger-ui-dist/package.json"));
  const to = join(dist, "assets/swagger-ui");
  mkdirSync(to, { recursive: true });
  for (const file of SWAGGER_UI) cpSync(join(from, file), join(to, file));
}

/** Builds the dashboard and copies it; says how much script it needs at first load. */
function copyDashboard(): string {
  const built = buildDashboard(root);
  cpSync(join(root, "web/dist"), join(dist, "assets/dashboard"), { recursive: true });
  return built;
}

/** npm takes these from the package's own folder; they are kept once, in the root. */
function copyPages(): void {
  for (const file of ["README.md", "LICENSE"]) cpSync(join(root, file), join(server, file));
}

rmSync(dist, { recursive: true, force: true });
compile();
const dataFiles = copyDataFiles();
copySwaggerUi();
const dashboard = copyDashboard();
copyPages();
const modules = globSync("**/*.js", { cwd: dist, exclude: ["assets/**"] }).length;
process.stdout.write(
  `server/dist holds ${modules} modules, ${dataFiles} data files, the assets of the docs page and the dashboard.\n${dashboard}\n`,
);
