import { describe, expect, it } from "vitest";
import type { z } from "zod";
import { type FakeApi, startFakeApi } from "../../../test/fake-api.ts";
import { createFakeClock } from "../../../test/fake-clock.ts";
import { cli } from "../../../test/run-cli.ts";
import type { MessageAnswer, MessageList, MessageWithAttempts, Replayed } from "../../http/messages/schema.ts";

const MONITOR = "8b9dd0a4-0e5c-4a4c-9f07-2f3f0f5b9a11";

/** Typed by the API's own schemas, so that the fake cannot drift from the product. */
const message: z.output<typeof MessageAnswer> = {
  id: "m1",
  notificationId: "n1",
  event: "down",
  topic: "default+alerts",
  integrationId: "5f0c2a52-6d1c-4c0e-9a53-0d6a4f8e1b11",
  integration: "ops",
  provider: "slack",
  monitorId: MONITOR,
  status: "dead",
  reason: "The monitor went down.",
  createdAt: "2026-11-20T10:00:00.000Z",
  dueAt: null,
  expiresAt: "2026-11-21T14:00:00.000Z",
  attemptCount: 10,
  finishedAt: "2026-11-21T14:00:00.000Z",
  lastReason: "No connection.",
  digestId: null,
};

function options(api: FakeApi) {
  const clock = createFakeClock(Date.parse("2026-11-20T12:00:00Z"));
  return { env: { WATCHBELL_URL: api.url, WATCHBELL_API_KEY: "write-key" }, clock };
}

describe("watchbell messages list and show", () => {
  const page: z.output<typeof MessageList> = { messages: [message], nextCursor: null };

  it("lists messages, newest first, as asked", async () => {
    await using api = await startFakeApi({
      "GET /api/v1/messages": { status: 200, json: page },
      [`GET /api/v1/monitors/${MONITOR}`]: {
        status: 404,
        json: { error: { code: "not_found", message: "No such monitor." } },
      },
    });
    const ran = await cli(["messages", "list", "--status", "dead", "--topic", "default+alerts"], options(api));
    expect(ran.out).toBe(
      [
        "ID  STATUS  MADE     EVENT  TOPIC           INTEGRATION  TRIES  LAST",
        "m1  dead    2 h ago  down   default+alerts  ops          10     No connection.",
        "",
      ].join("\n"),
    );
    expect(api.lines()).toEqual(["GET /api/v1/messages?status=dead&topic=default%2Balerts&limit=50"]);
    expect(await cli(["messages", "list", "--monitor", MONITOR], options(api))).toMatchObject({
      code: 1,
      err: "watchbell: No such monitor.\n",
    });
  });

  it("shows a message with every attempt", async () => {
    const whole: z.output<typeof MessageWithAttempts> = {
      ...message,
      attempts: [
        {
          n: 1,
          at: "2026-11-20T10:00:00.000Z",
          durationMs: 12,
          outcome: "retry",
          reason: "HTTP 500.",
          answer: "oops\nagain",
        },
        {
          n: 2,
          at: "2026-11-20T10:00:05.000Z",
          durationMs: 12,
          outcome: "rejected",
          reason: "HTTP 404.",
          answer: null,
        },
      ],
    };
    await using api = await startFakeApi({ "GET /api/v1/messages/m1": { status: 200, json: whole } });
    const ran = await cli(["messages", "show", "m1"], options(api));
    expect(ran.out).toBe(
      [
        "message   m1",
        "status    dead",
        "event     down",
        "for       ops (slack) of default+alerts",
        "why       The monitor went down.",
        "made      2 h ago",
        "next try  -",
        "",
        "Try 1 at 2026-11-20T10:00:00.000Z: retry. HTTP 500.",
        "  oops",
        "  again",
        "",
        "Try 2 at 2026-11-20T10:00:05.000Z: rejected. HTTP 404.",
        "",
      ].join("\n"),
    );
  });
});

describe("watchbell messages replay", () => {
  it("sends named messages again", async () => {
    const waiting = { status: 200, json: { ...message, status: "waiting" } };
    await using api = await startFakeApi({
      "POST /api/v1/messages/m1/replay": waiting,
      "POST /api/v1/messages/m%2F2/replay": waiting,
    });
    const ran = await cli(["messages", "replay", "m1", "m/2"], options(api));
    expect(ran).toMatchObject({ code: 0, out: "2 messages are sent again.\n" });
  });

  it("sends all dead messages again, a batch at a time", async () => {
    const ids = Array.from({ length: 1_000 }, (_, n) => `m${n}`);
    const first: z.output<typeof Replayed> = { replayed: ids.length, ids };
    await using api = await startFakeApi({
      "POST /api/v1/messages/replay": [
        { status: 200, json: first },
        { status: 200, json: { replayed: 1, ids: ["last"] } },
      ],
    });
    const ran = await cli(["messages", "replay", "--dead", "--topic", "default+alerts"], options(api));
    expect(ran.out).toBe("1001 messages are sent again.\n");
    expect(api.seen.map(({ body }) => JSON.parse(body))).toEqual([
      { topic: "default+alerts", limit: 1_000 },
      { topic: "default+alerts", limit: 1_000 },
    ]);
  });

  it.each([[[]], [["m1", "--dead"]], [["m1", "--topic", "a+b"]]])("ends with 2 for %j", async (args) => {
    await using api = await startFakeApi({});
    expect(await cli(["messages", "replay", ...args], options(api))).toMatchObject({ code: 2 });
    expect(api.seen).toEqual([]);
  });
});
