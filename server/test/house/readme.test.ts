import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type ChildServer, startChildServer } from "../child-server.ts";
import { type Sink, startSink } from "../sink.ts";

const root = join(import.meta.dirname, "../../..");
const API_KEY = "wbw_readme-write-key-000";
const PING_KEY = "readmepingkey0000000";

/** The commands of a chapter, one text for each fenced block, without the lines that set a value to be filled in. */
function commandsOf(chapter: string, page = "README.md"): readonly string[] {
  const text =
    readFileSync(join(root, page), "utf8")
      .split(/^## /m)
      .find((part) => part.startsWith(chapter)) ?? "";
  return [...text.matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, block = ""]) => block.replace(/^export .*\n/gm, ""));
}

describe("the commands of the pages that show the first steps", () => {
  const folder = mkdtempSync(join(tmpdir(), "watchbell-readme-"));
  let sink: Sink;
  let server: ChildServer;

  beforeAll(async () => {
    sink = await startSink();
    const env = { WATCHBELL_BOOTSTRAP_API_KEY: API_KEY, WATCHBELL_BOOTSTRAP_PING_KEY: PING_KEY };
    server = await startChildServer({ dataDir: join(folder, "data"), env });
  });
  afterAll(async () => {
    await server.kill("SIGTERM");
    await sink.close();
    rmSync(folder, { recursive: true });
  });

  /** Runs a block as a reader would paste it, with a target and a backup that are here. */
  const paste = async (block: string, hash = ""): Promise<string> => {
    const here = block
      .replace("https://hooks.slack.com/services/...", `${sink.url}/services/team`)
      .replace("npm run watchbell --", `"${process.execPath}" server/bin/watchbell.js`)
      .replace("/usr/local/bin/backup.sh", "echo done");
    const env = {
      PATH: process.env.PATH ?? "",
      WATCHBELL_URL: server.url,
      WATCHBELL_API_KEY: API_KEY,
      WATCHBELL_PING_KEY: PING_KEY,
      WATCHBELL_TOPIC_HASH: hash,
    };
    const { stdout } = await promisify(execFile)("bash", ["-euc", here], { cwd: root, env });
    return stdout;
  };

  it("make a first heartbeat, ping it and run a job under it", async () => {
    const [create = "", ping = "", run = "", ...rest] = commandsOf("A first heartbeat");
    expect(rest).toEqual([]);
    expect(JSON.parse(await paste(create))).toMatchObject({ slug: "nightly-backup", status: "new" });
    expect(await paste(ping)).toBe("OK");
    expect(await paste(run)).toBe("done\n");
    const answer = await fetch(`${server.url}/api/v1/monitors/by-slug/nightly-backup`, {
      headers: { "X-Api-Key": API_KEY },
    });
    expect(await answer.json()).toMatchObject({ status: "up", pingCount: 3 });
  });

  it("lead on AWS from a write key to a topic that works and a monitor that tells it", async () => {
    const before = sink.received.length;
    const commands = commandsOf("From nothing to a first alert", "docs/aws.md");
    const [topic = "", monitor = "", ...rest] = commands.filter((block) => block.startsWith("curl"));
    expect(rest).toEqual([]);
    const [, tested] = (await paste(topic.replace("\ncurl -s -X POST", "\necho\ncurl -s -X POST"))).split("\n");
    expect(tested).toMatch(/^\{"ok":true/);
    expect(sink.received).toHaveLength(before + 1);
    expect(JSON.parse(await paste(monitor))).toMatchObject({
      slug: "first-alert",
      topics: ["ops+alerts"],
      pingUrl: expect.stringContaining("/ping/"),
    });
  });

  it("make a topic, test it and publish to it", async () => {
    const [topic = "", publish = "", ...rest] = commandsOf("A first notification");
    expect(rest).toEqual([]);
    const [made, tested] = (await paste(topic.replace("\ncurl -s -X POST", "\necho\ncurl -s -X POST"))).split("\n");
    expect(JSON.parse(tested ?? "")).toMatchObject({ ok: true });
    const before = sink.received.length;
    expect(JSON.parse(await paste(publish, JSON.parse(made ?? "").hash))).toEqual({ team: expect.any(String) });
    await expect.poll(() => sink.received.length).toBe(before + 1);
    expect(sink.received[before]?.body).toContain("1.4.2");
  });
});
