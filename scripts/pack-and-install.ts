import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Runs a program to its end and gives its output; fails with it otherwise. */
function run(command: string, args: readonly string[], cwd: string): string {
  const done = spawnSync(command, args, { cwd, encoding: "utf8", maxBuffer: 64 * 1024 * 1024 });
  if (done.status === 0) return done.stdout;
  throw new Error(
    `${command} ${args.join(" ")} ended with ${done.status ?? done.error}:\n${done.stdout}${done.stderr}`,
  );
}

/** Packs the server as `npm publish` would (which builds it first) and gives the tarball's path. */
export function pack(root: string, into: string): string {
  run("npm", ["pack", "--workspace", "watchbell", "--pack-destination", into], root);
  const tarball = readdirSync(into).find((name) => name.endsWith(".tgz"));
  if (tarball === undefined) throw new Error("npm pack made no tarball");
  return join(into, tarball);
}

/** Checks that the tarball holds what runs and nothing else. */
export function checkContents(tarball: string): string {
  const files = run("tar", ["-tzf", tarball], ".").trim().split("\n");
  const wanted = [
    "bin/watchbell.js",
    "dist/cli/main.js",
    "dist/assets/swagger-ui/LICENSE",
    "dist/assets/dashboard/index.html",
    "LICENSE",
    "README.md",
  ];
  const missing = wanted.filter((file) => !files.includes(`package/${file}`));
  if (missing.length > 0) throw new Error(`the tarball lacks ${missing.join(", ")}`);
  const stray = files.filter((file) => /\.test\.|\/src\/|\.ts$|\.map$/.test(file));
  if (stray.length > 0) throw new Error(`the tarball carries ${stray.slice(0, 5).join(", ")}`);
  return `${files.length} files`;
}

/** Asks publint whether package.json and the tarball's files agree. */
export function lintPackage(root: string, tarball: string): string {
  run(join(root, "node_modules/.bin/publint"), ["run", tarball, "--strict"], root);
  return "publint finds nothing";
}

/** Installs the tarball as a user would, without install scripts; gives the path of the program. */
export function install(tarball: string, folder: string): string {
  mkdirSync(folder);
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "smoke", private: true }));
  run("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund", tarball], folder);
  return join(folder, "node_modules/watchbell/bin/watchbell.js");
}
