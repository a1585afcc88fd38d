import { spawnSync } from "node:child_process";

export type FoundNode = { readonly kind: "found"; readonly path: string; readonly version: string } | NoNode;

interface NoNode {
  readonly kind: "none";
  /** One sentence for people. */
  readonly reason: string;
}

/** Where systems and version managers put a second Node.js. */
const PLACES = ["/usr/bin/node", "/usr/local/bin/node", "/usr/bin/nodejs"];

/** Finds a Node.js 20, as Function Compute runs; `TEST_NODE20` names one that lies elsewhere. */
export function findNode20(named: string | undefined): FoundNode {
  const places = named === undefined || named === "" ? PLACES : [named];
  for (const path of places) {
    const { stdout } = spawnSync(path, ["--version"], { encoding: "utf8" });
    const version = stdout?.trim() ?? "";
    if (version.startsWith("v20.")) return { kind: "found", path, version };
  }
  return { kind: "none", reason: `no Node.js 20 at ${places.join(", ")}; TEST_NODE20 names one` };
}
