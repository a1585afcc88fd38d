/**
 * `npm run build:function-compute`: makes of the relay the one file that Function Compute runs, and says its size and how
 * long it takes to load. docs/alibaba.md tells how to deploy it.
 */
import { join, relative } from "node:path";
import { buildFunction, importMs } from "./function-compute/build-function.ts";
import { findNode20 } from "./function-compute/find-node-20.ts";

const root = join(import.meta.dirname, "..");
const kilobytes = (bytes: number): string => `${(bytes / 1_000).toFixed(0)} kB`;

const built = await buildFunction(root);
if (built.unwanted.length > 0) throw new Error(`the bundle holds what it must not: ${built.unwanted.join(", ")}`);
const node20 = findNode20(process.env.TEST_NODE20);
const node = node20.kind === "found" ? node20 : { path: process.execPath, version: process.version };
process.stdout.write(
  `${relative(root, built.path)}: ${kilobytes(built.bytes)}, ${kilobytes(built.gzipBytes)} compressed, ` +
    `of ${built.inputs.length} modules; loaded in ${importMs(node.path, built.path).toFixed(0)} ms by Node.js ${node.version}\n`,
);
