import { spawnSync } from "node:child_process";
import { existsSync, globSync } from "node:fs";
import { join } from "node:path";

/** The files that git tracks or would track, as paths from the root with forward slashes. */
export function listRepositoryFiles(root: string): readonly string[] {
  const git = spawnSync("git", ["ls-files", "--cached", "--others", "--exclude-standard", "-z"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (git.status !== 0) throw new Error(`git ls-files failed: ${git.stderr || git.error}`);
  const files = git.stdout.split("\0").filter((file) => file !== "");
  return [...new Set(files)].filter((file) => existsSync(join(root, file))).sort();
}

/** Every TypeScript module under a folder, tests too, as paths from the root. */
export function listModules(root: string, folder: string, ending: "ts" | "tsx" = "ts"): readonly string[] {
  return globSync(`${folder}/**/*.${ending}`, { cwd: root })
    .map((file) => file.replaceAll("\\", "/"))
    .sort();
}
