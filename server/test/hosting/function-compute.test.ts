import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuiltFunction, buildFunction } from "../../../scripts/function-compute/build-function.ts";
import { findNode20 } from "../../../scripts/function-compute/find-node-20.ts";
import { type Sink, startSink } from "../sink.ts";

const root = join(import.meta.dirname, "../../..");
const FIXTURES = join(import.meta.dirname, "../fixtures/function-compute");
const MAX_BYTES = 300_000;
const node20 = findNode20(process.env.TEST_NODE20);
const why = node20.kind === "found" ? "" : ` (skipped: ${node20.reason})`;

/** Loads the bundle where `URL.parse` is missing, as in an early Node.js 20, and calls it with each file of the list. */
const CALLER = `
  import { readFileSync } from "node:fs";
  delete URL.parse;
  const [bundle, ...files] = process.argv.slice(1);
  const { handler } = await import(bundle);
  for (const file of files) {
    const answer = await handler(readFileSync(file), { requestId: "r-1" });
    const text = typeof answer === "string" ? answer : answer.statusCode + " " + answer.body;
    process.stderr.write(JSON.stringify(text) + "\\n");
  }
`;

interface Told {
  readonly answer: string;
  readonly told: readonly unknown[];
}

const folder = mkdtempSync(join(tmpdir(), "watchbell-function-"));
let built: BuiltFunction;
let sink: Sink;

beforeAll(async () => {
  built = await buildFunction(root, join(folder, "index.mjs"));
  sink = await startSink();
});
afterAll(async () => {
  await sink.close();
  rmSync(folder, { recursive: true });
});

async function run(
  node: string,
  files: readonly string[],
): Promise<{ readonly answers: unknown[]; readonly log: string }> {
  const child = spawn(node, ["--input-type=module", "--eval", CALLER, built.path, ...files], {
    env: {
      WATCHBELL_RELAY_TO: `${sink.url}/services/T0/B0/s3cret`,
      WATCHBELL_RELAY_TOKEN: "0123456789abcdef".repeat(4),
      WATCHBELL_RELAY_TIMEZONE: "Asia/Singapore",
    },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let [log, said] = ["", ""];
  child.stdout.on("data", (chunk: Buffer) => {
    log += chunk;
  });
  child.stderr.on("data", (chunk: Buffer) => {
    said += chunk;
  });
  const code = await new Promise((resolve) => child.once("close", resolve));
  expect(code, said).toBe(0);
  return {
    answers: said
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
    log,
  };
}

describe("the bundle for Function Compute", () => {
  it("is small, and holds no SDK, no undici and nothing of a server", () => {
    expect(built.unwanted).toEqual([]);
    expect(built.inputs).toContain("server/src/signals/alarms/cloudmonitor.ts");
    expect(built.inputs).toContain("server/src/providers/slack.ts");
    const rooms = new Set(built.inputs.flatMap((input) => /^server\/src\/(\w+)\//.exec(input)?.[1] ?? []));
    for (const room of ["store", "judge", "deliver", "loops", "pages", "cli"]) expect([...rooms]).not.toContain(room);
    expect(built.bytes).toBeLessThan(MAX_BYTES);
  });

  it.skipIf(node20.kind === "none")(`does on Node.js 20 what the sources do on our own${why}`, async () => {
    const golden: Record<string, Told> = JSON.parse(readFileSync(join(FIXTURES, "golden/told.json"), "utf8"));
    const names = Object.keys(golden);
    const files = names.map((name) => join(FIXTURES, `${name}.json`));
    const { answers, log } = await run(node20.kind === "found" ? node20.path : "", files);
    expect(answers).toEqual(names.map((name) => golden[name]?.answer));
    expect(sink.received.map(({ body }) => JSON.parse(body))).toEqual(names.flatMap((name) => golden[name]?.told));
    expect(log.trim().split("\n")).toHaveLength(names.length);
    expect(log).not.toContain("s3cret");
  });
});
