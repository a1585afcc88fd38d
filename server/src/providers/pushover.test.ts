import { describe, expect, it } from "vitest";
import { says, startFixedVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { SAMPLE_AT, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import type { SendDeps } from "./contract.ts";
import { pushover } from "./pushover.ts";

const TOKEN = "azGDORePK8gMaC0QOYAMyEEuzJnyUi";
const USER = "uQiRzpo4DXghDmr9QzzfQu27cmVRsG";
const EXAMPLE = { token: TOKEN, user: USER };
const TAKEN = { status: 1, request: "647d2300-702c-4b38-8b2f-d56326ae460b" };
const RUNG = { tag: "0123456789abcdef0123456789abcdef" };
const fails = (status: number, errors: readonly string[], fields: Record<string, string> = {}) =>
  says(status, { ...fields, errors, status: 0, request: TAKEN.request });
const sent = (received: readonly unknown[]) =>
  (received as readonly Received[]).map(({ path, body }) => ({
    path,
    ...Object.fromEntries(new URLSearchParams(body)),
  }));

describeProvider({
  provider: pushover,
  golden: "pushover.json",
  accepted: [
    { title: "an application and a user", credentials: EXAMPLE },
    { title: "everything", credentials: { ...EXAMPLE, device: "phone,tablet", sound: "siren", emergency: true } },
  ],
  refused: [
    { title: "no user", credentials: { token: TOKEN }, says: /^user: / },
    { title: "a short token", credentials: { token: "abc", user: USER }, says: /^token: must have 30 letters/ },
    { title: "a device with a space", credentials: { ...EXAMPLE, device: "my phone" }, says: /^device: must be/ },
  ],
  example: EXAMPLE,
  model: "$name is $status: $reason",
  expectEscaped({ title, message }) {
    // Plain text needs no escapes, and what no phone can show is gone.
    expect(`${title}${message}`).not.toMatch(/[^\P{Cc}\n]|\u2028/u);
    expect(message).toContain("<!channel> & </b>");
  },
  expectWithinLimits({ title, message }) {
    expect(message.length).toBeLessThanOrEqual(1_024);
    expect(message).toMatch(/\S/);
    expect(title.length).toBeLessThanOrEqual(250);
    expect(message).not.toContain("\u200d…");
  },
  wire: {
    start: () => startFixedVendor(["https://api.pushover.net"], EXAMPLE),
    success: says(200, TAKEN),
    hang: "hang",
    reset: "reset",
    matrix: [
      {
        title: "a recovery, after it silenced its emergency",
        event: "up",
        previous: RUNG,
        scene: says(200, TAKEN),
        becomes: { kind: "delivered" },
        receives: (received) =>
          expect(sent(received)).toMatchObject([
            { path: `/1/receipts/cancel_by_tag/${RUNG.tag}.json`, token: TOKEN },
            { path: "/1/messages.json", title: "Nightly backup is UP", priority: "0" },
          ]),
      },
      {
        title: "a recovery whose emergency cannot be silenced any more",
        event: "up",
        previous: RUNG,
        scene: [fails(400, ["tag not found"]), says(200, TAKEN)],
        becomes: { kind: "delivered" },
        receives: (received) => expect(received).toHaveLength(2),
      },
      {
        title: "a recovery whose emergency could not be silenced now",
        event: "up",
        previous: RUNG,
        scene: [says(502), says(200, TAKEN)],
        becomes: { kind: "retry" },
        receives: (received) => expect(received).toHaveLength(1),
      },
      {
        title: "a change for the worse without silencing anything",
        event: "changed",
        previous: RUNG,
        scene: says(200, TAKEN),
        becomes: { kind: "delivered" },
        receives: (received) => expect(sent(received)).toMatchObject([{ path: "/1/messages.json", priority: "1" }]),
      },
      {
        title: "what is critical as an emergency, when that is wanted",
        event: "changed",
        change: { emergency: true, sound: "siren", device: "phone" },
        scene: says(200, { ...TAKEN, receipt: "r" }),
        becomes: { kind: "delivered", receipt: { tag: expect.stringMatching(/^[0-9a-f]{32}$/) } },
        receives: (received) =>
          expect(sent(received)).toMatchObject([
            { priority: "2", retry: "60", expire: "3600", tags: expect.any(String), sound: "siren", device: "phone" },
          ]),
      },
      { title: "200 with an error in it", scene: fails(200, ["no"]), becomes: { kind: "rejected" } },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      {
        title: "400 with a bad user",
        scene: fails(400, ["user identifier is not a valid user, group, or subscribed user key"], { user: "invalid" }),
        becomes: {
          kind: "rejected",
          suspend: true,
          reason:
            "Pushover no longer takes messages here: user identifier is not a valid user, group, or subscribed user key.",
        },
      },
      {
        title: "400 with a bad token",
        scene: fails(400, ["application token is invalid"], { token: "invalid" }),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "400 with a bad message",
        scene: fails(400, ["message cannot be blank"]),
        becomes: { kind: "rejected" },
      },
      { title: "403, which may not be repeated either", scene: fails(403, []), becomes: { kind: "rejected" } },
      { title: "403 of somebody else", scene: says(403, "<html>proxy</html>"), becomes: { kind: "retry" } },
      {
        title: "429 until the month ends",
        scene: says(429, { status: 0 }, { "x-limit-app-reset": String(SAMPLE_AT / 1_000 + 7_200) }),
        becomes: { kind: "limited", afterMs: 7_200_000 },
      },
      { title: "429 without a time", scene: says(429), becomes: { kind: "limited", afterMs: 60_000 } },
      { title: "500", scene: fails(500, ["oops"]), becomes: { kind: "retry" } },
      { title: "502", scene: says(502), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [TOKEN, USER],
    expectReceived(received) {
      expect(received).toHaveLength(2);
      expect(received[0]).toMatchObject({
        method: "POST",
        headers: { "content-type": "application/x-www-form-urlencoded" },
      });
      expect(sent(received)[0]).toMatchObject({
        path: "/1/messages.json",
        token: TOKEN,
        user: USER,
        title: "Nightly backup is DOWN",
        message: expect.stringMatching(/^Down since /),
        priority: "0",
        url_title: "Open in Watchbell",
      });
    },
  },
});

describe("a message for Pushover", () => {
  it("takes the text of a model and keeps the title", () => {
    expect(pushover.render(SAMPLE_EVENTS.down, "$name costs $$5, $unknown", EXAMPLE)).toMatchObject({
      title: "Nightly backup is DOWN",
      message: "Nightly backup costs $5, $unknown",
    });
  });

  it("has a text also when only the title says something", () => {
    const { event, facts } = SAMPLE_EVENTS.publication;
    const bare = { event, facts: { ...facts, metadata: { title: "Done" } } as typeof facts };
    expect(pushover.render(bare, null, EXAMPLE)).toMatchObject({ title: "Done", message: "Done", priority: 0 });
  });

  it("logs that an emergency goes on ringing", async () => {
    const logged: string[] = [];
    const answers = [says(400, { status: 0, errors: ["tag not found"] }), says(200, TAKEN)];
    const http: SendDeps["http"] = {
      async request() {
        const turn = answers.shift();
        if (turn === undefined || typeof turn === "string") throw new Error("one request too many");
        return { kind: "answer", status: turn.status, headers: {}, body: turn.body ?? "" };
      },
    };
    const connect = () => Promise.reject(new Error("not used"));
    const deps = { http, connect, now: SAMPLE_AT, log: (_: unknown, text: string) => void logged.push(text) };
    const payload = pushover.render(SAMPLE_EVENTS.up, null, EXAMPLE);
    const input = { payload, credentials: EXAMPLE, messageId: "1", alertKey: "key", previous: RUNG };
    expect(await pushover.send(input, deps)).toMatchObject({ kind: "delivered" });
    expect(logged).toEqual(["an emergency of Pushover could not be silenced"]);
  });
});
