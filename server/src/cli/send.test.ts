import { describe, expect, it } from "vitest";
import { startFakeApi } from "../../test/fake-api.ts";
import { cli } from "../../test/run-cli.ts";

const PATH = "POST /v1/notifications/shop/orders";

describe("watchbell send", () => {
  it("publishes the values and prints the message of each integration", async () => {
    await using api = await startFakeApi({ [PATH]: { status: 200, json: { ops: "m1", "on-call": "m2" } } });
    const env = { WATCHBELL_URL: api.url, WATCHBELL_API_KEY: "publish-key", WATCHBELL_TOPIC_HASH: "hash" };
    const ran = await cli(["send", "shop+orders", "order=1042", "note=a=b", "empty="], { env });
    expect(ran).toEqual({ code: 0, err: "", out: "INTEGRATION  MESSAGE\nops          m1\non-call      m2\n" });
    expect(api.seen[0]?.headers).toMatchObject({ "x-api-key": "publish-key", "x-topic-hash-x": "hash" });
    expect(JSON.parse(api.seen[0]?.body ?? "")).toEqual({ metadata: { order: "1042", note: "a=b", empty: "" } });
  });

  it("takes key, hash and idempotency key from the command line", async () => {
    await using api = await startFakeApi({ [PATH]: { status: 200, json: {} } });
    const flags = ["--url", api.url, "--key", "k", "--hash", "h", "--idempotency-key", "order-1042"];
    const ran = await cli(["send", "shop+orders", ...flags]);
    expect(ran.out).toContain("nobody is told");
    expect(api.seen[0]?.headers).toMatchObject({
      "x-api-key": "k",
      "x-topic-hash-x": "h",
      "idempotency-key": "order-1042",
    });
  });

  it("tells the refusals of its own address", async () => {
    await using api = await startFakeApi({ [PATH]: { status: 403, json: { message: "Forbidden" } } });
    expect(await cli(["send", "shop+orders", "--url", api.url, "--key", "k", "--hash", "h"])).toEqual({
      code: 1,
      out: "",
      err: "watchbell: Forbidden (HTTP 403)\n  Check the key (write or publish) and the hash of the topic; the server does not say which is wrong.\n",
    });
  });

  it.each([
    [["shop+orders", "order"], "is not of the form name=value"],
    [["shop+orders", "=x"], "is not of the form name=value"],
    [["shop"], "is no topic name"],
    [["shop+orders", "a=b"], "The hash of the topic is needed"],
  ])("ends with 2 for %j", async (args, text) => {
    const ran = await cli(["send", ...args], { env: { WATCHBELL_API_KEY: "k" } });
    expect(ran).toMatchObject({ code: 2, err: expect.stringContaining(text) });
  });
});
