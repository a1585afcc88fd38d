import { readFileSync } from "node:fs";
import type { Environment } from "./environment.ts";

/** Takes the environment of this process: the only place that looks at `process.env`. */
export function readEnvironment(): Environment {
  return {
    env: { ...process.env },
    readFile: (path) => readFileSync(path, "utf8"),
    cwd: process.cwd(),
  };
}
