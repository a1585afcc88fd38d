import { describe, expect, it } from "vitest";
import { startFakeApi } from "../../test/fake-api.ts";
import { cli } from "../../test/run-cli.ts";

const ID = "8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11";
const RID = "11111111-2222-4333-8444-555555555555";
const OK = { status: 200, text: "OK" };

describe("watchbell ping", () => {
  it.each([
    [["job"], "GET /ping/key/job"],
    [["job", "--start"], "GET /ping/key/job/start"],
    [["job", "--fail"], "GET /ping/key/job/fail"],
    [["job", "--log"], "GET /ping/key/job/log"],
    [["job", "--exit", "0"], "GET /ping/key/job/0"],
    [["job", "--exit", "255"], "GET /ping/key/job/255"],
    [["job", "--start", "--rid", RID], `GET /ping/key/job/start?rid=${RID}`],
    [["job", "--create"], "GET /ping/key/job?create=1"],
    [[ID], `GET /ping/${ID}`],
    [[ID.toUpperCase(), "--fail"], `GET /ping/${ID}/fail`],
  ])("sends %j as %s", async (args, line) => {
    await using api = await startFakeApi({ [line.split("?")[0] ?? ""]: OK });
    const env = { WATCHBELL_URL: api.url, WATCHBELL_PING_KEY: "key" };
    expect(await cli(["ping", ...args], { env })).toEqual({ code: 0, out: "Recorded.\n", err: "" });
    expect(api.lines()).toEqual([line]);
  });

  it("takes a whole ping URL, with or without a slash at its end", async () => {
    await using api = await startFakeApi({ [`GET /prefix/ping/${ID}/start`]: OK });
    await cli(["ping", `${api.url}/prefix/ping/${ID}`, "--start"]);
    await cli(["ping", `${api.url}/prefix/ping/${ID}/`, "--start"]);
    expect(api.lines()).toEqual([`GET /prefix/ping/${ID}/start`, `GET /prefix/ping/${ID}/start`]);
  });

  it("sends a body from the command line or from stdin", async () => {
    await using api = await startFakeApi({ "POST /ping/key/job": OK });
    const options = { env: { WATCHBELL_URL: api.url, WATCHBELL_PING_KEY: "key" }, stdin: "from stdin\n" };
    await cli(["ping", "job", "--body", "two words"], options);
    await cli(["ping", "job", "--body", "-"], options);
    expect(api.seen.map(({ body }) => body)).toEqual(["two words", "from stdin\n"]);
  });

  it("says when the ping made the monitor", async () => {
    await using api = await startFakeApi({ "GET /ping/key/job": { status: 201, text: "Created" } });
    const ran = await cli(["ping", "job", "--create", "--url", api.url, "--ping-key", "key"]);
    expect(ran.out).toBe("Recorded; the monitor is new.\n");
  });

  it("reads the ping key from a file", async () => {
    await using api = await startFakeApi({ "GET /ping/from-file/job": OK });
    const env = { WATCHBELL_URL: api.url, WATCHBELL_PING_KEY_FILE: "/run/secrets/ping" };
    expect(await cli(["ping", "job"], { env, files: { "/run/secrets/ping": "from-file\n" } })).toMatchObject({
      code: 0,
    });
  });

  it("ends with 1 and the remedy when there is no such monitor", async () => {
    await using api = await startFakeApi({ "GET /ping/key/job": { status: 404, text: "not found" } });
    expect(await cli(["ping", "job", "--url", api.url, "--ping-key", "key"])).toEqual({
      code: 1,
      out: "",
      err: "watchbell: The ping failed: HTTP 404, not found.\n  Check the slug and the ping key; --create makes a monitor that is missing.\n",
    });
  });

  it.each([
    [["job", "--start", "--fail"], "cannot be used with option"],
    [["job", "--exit", "256"], "--exit 256 is no exit status"],
    [["job", "--exit", "-1"], "--exit -1 is no exit status"],
    [["job", "--rid", "7"], "--rid 7 is no UUID"],
    [["no slug"], "no ping URL, no id and no slug"],
    [["http://"], "is no URL"],
    [["job", "--url", "ftp://x"], "neither http nor https"],
  ])("ends with 2 for %j", async (args, text) => {
    const ran = await cli(["ping", ...args], { env: { WATCHBELL_PING_KEY: "key" } });
    expect(ran).toMatchObject({ code: 2, out: "", err: expect.stringContaining(text) });
  });

  it("ends with 2 and the remedy for a slug without a ping key", async () => {
    expect(await cli(["ping", "job"])).toMatchObject({
      code: 2,
      err: "watchbell: A slug needs the ping key of its project.\n  Give it with --ping-key or WATCHBELL_PING_KEY.\n",
    });
  });
});
