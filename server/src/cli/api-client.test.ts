import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, it } from "vitest";
import { type FakeAnswer, startFakeApi } from "../../test/fake-api.ts";
import { cli } from "../../test/run-cli.ts";

async function list(answer: FakeAnswer) {
  await using api = await startFakeApi({ "GET /api/v1/topics": answer });
  const ran = await cli(["topics", "list", "--url", api.url, "--key", "hunter2-hunter2"]);
  return { ...ran, err: ran.err.replaceAll(api.url, "URL") };
}

function refused(status: number, code: string, headers: Readonly<Record<string, string>> = {}): FakeAnswer {
  return { status, json: { error: { code, message: "Said by the server." } }, headers };
}

describe("a command that talks to the server", () => {
  it.each([
    [
      refused(401, "wrong_key"),
      "watchbell: Said by the server.\n  Give a key of this server with WATCHBELL_API_KEY or --key.\n",
    ],
    [refused(403, "forbidden"), "watchbell: Said by the server.\n  Use a key of a kind that may do this.\n"],
    [refused(404, "not_found"), "watchbell: Said by the server.\n"],
    [refused(503, "unavailable", { "retry-after": "2" }), "watchbell: Said by the server.\n  Try again in 2 s.\n"],
    [
      { status: 502, text: "<h1>Bad gateway</h1>" },
      "watchbell: URL answers HTTP 502, and not as Watchbell does.\n  Is --url or WATCHBELL_URL the address of a Watchbell?\n",
    ],
    [
      { status: 200, text: "<h1>Welcome</h1>" },
      "watchbell: URL answers HTTP 200, and not as Watchbell does.\n  Is --url or WATCHBELL_URL the address of a Watchbell?\n",
    ],
    [
      { status: 301, text: "", headers: { location: "https://b.example/" } },
      "watchbell: URL sends us on to https://b.example/.\n  Use that address with --url.\n",
    ],
    [
      { status: 200, json: { topics: "none" } },
      "watchbell: The server's answer lacks what this command needs (topics).\n  Use the watchbell program of the server's own version.\n",
    ],
  ] as const)("tells %j in two lines and ends with 1", async (answer, err) => {
    expect(await list(answer)).toEqual({ code: 1, out: "", err });
  });

  it("lets no message of a server speak to the terminal", async () => {
    const json = { error: { code: "not_found", message: "\u001b[2J" } };
    expect((await list({ status: 404, json })).err).toBe("watchbell: \ufffd[2J\n");
  });

  it("says what to do when nothing listens there", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    await new Promise((resolve) => server.close(resolve));
    expect(await cli(["topics", "list"], { env: { WATCHBELL_URL: url, WATCHBELL_API_KEY: "key" } })).toEqual({
      code: 1,
      out: "",
      err: `watchbell: Watchbell cannot be reached at ${url}: nothing listens there.\n  Start it with \`watchbell serve\`, or name another address with --url or WATCHBELL_URL.\n`,
    });
  });

  it("ends with 2 without a key, and lists what is wrong with the settings", async () => {
    expect(await cli(["topics", "list"])).toMatchObject({
      code: 2,
      err: expect.stringContaining("An API key is needed."),
    });
    const env = { WATCHBELL_URL: "nowhere", WATCHBELL_API_KEY_FILE: "/none" };
    const ran = await cli(["topics", "list"], { env });
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining("WATCHBELL_URL") });
    expect(ran.err).toContain("WATCHBELL_API_KEY_FILE");
  });
});

describe("the command line", () => {
  it("helps, and shows real examples on every command", async () => {
    const commands = [
      ["serve"],
      ["doctor"],
      ["migrate"],
      ["ping"],
      ["run"],
      ["send"],
      ...["list", "show", "create", "pause", "resume", "delete"].map((name) => ["monitors", name]),
      ...["list", "show", "put", "test", "rotate-hash", "delete"].map((name) => ["topics", name]),
      ...["list", "show", "replay"].map((name) => ["messages", name]),
    ];
    for (const command of commands) {
      const ran = await cli([...command, "--help"]);
      expect(ran).toMatchObject({ code: 0, err: "" });
      expect(ran.out).toContain(`Usage: watchbell ${command.join(" ")}`);
      expect(ran.out).toMatch(new RegExp(`Examples:\\n( {2}\\$ .*\\n)* {2}\\$ .*watchbell ${command.join(" ")}`));
    }
  });

  it.each([
    [["monitor"], "Did you mean monitors?"],
    [["monitors", "lst"], "Did you mean one of list, ls?"],
    [["monitors", "list", "--tags", "a"], "Did you mean --tag?"],
    [["monitors", "show"], "missing required argument"],
  ])("ends with 2 for %j and says what was meant", async (args, text) => {
    expect(await cli(args)).toMatchObject({ code: 2, out: "", err: expect.stringContaining(text) });
  });

  it("prints its version", async () => {
    expect(await cli(["--version"])).toMatchObject({ code: 0, out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });

  it("prints its help and ends with 2 when nothing is asked", async () => {
    expect(await cli([])).toMatchObject({ code: 2, err: expect.stringContaining("Usage: watchbell") });
  });
});
