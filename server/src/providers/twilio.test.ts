import { describe, expect, it } from "vitest";
import { type HttpScene, startFixedVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { sendThrough } from "../../test/contracts/send-through.ts";
import type { Received } from "../../test/sink.ts";
import { twilio } from "./twilio.ts";

const ACCOUNT = `AC${"0123456789abcdef".repeat(2)}`;
const TOKEN = "f1e2d3c4b5a6978877665544332211ff";
const KEY = `SK${"fedcba9876543210".repeat(2)}`;
const KEY_SECRET = "AbCdEfGhIjKlMnOpQrStUvWxYz012345";
const SERVICE = `MG${"00112233445566778899aabbccddeeff"}`;
const EXAMPLE = { accountSid: ACCOUNT, authToken: TOKEN, from: "+15005550006", to: "+4915112345678" };
const US = "https://api.twilio.com";

const says = (status: number, body: unknown, headers: Record<string, string> = {}): HttpScene => ({
  status,
  body: typeof body === "string" ? body : JSON.stringify(body),
  headers,
});
const refuses = (status: number, code: number, message = "no"): HttpScene =>
  says(status, { code, message, more_info: `https://www.twilio.com/docs/errors/${code}`, status });
const taken = says(201, { sid: "SM1", status: "queued" });

describeProvider({
  provider: twilio,
  golden: "twilio.json",
  accepted: [
    { title: "the account's token and a number", credentials: EXAMPLE },
    {
      title: "an API key and a messaging service",
      credentials: {
        accountSid: ACCOUNT,
        apiKeySid: KEY,
        apiKeySecret: KEY_SECRET,
        messagingServiceSid: SERVICE,
        to: EXAMPLE.to,
        region: "ie1",
      },
    },
    { title: "a name as sender", credentials: { ...EXAMPLE, from: "Watchbell" } },
  ],
  refused: [
    { title: "no key at all", credentials: { ...EXAMPLE, authToken: undefined }, says: /authToken: give either/ },
    {
      title: "two ways in",
      credentials: { ...EXAMPLE, apiKeySid: KEY, apiKeySecret: KEY_SECRET },
      says: /authToken: give either/,
    },
    {
      title: "half an API key",
      credentials: { ...EXAMPLE, authToken: undefined, apiKeySid: KEY },
      says: /apiKeySecret: .*go together/,
    },
    { title: "no sender", credentials: { ...EXAMPLE, from: undefined }, says: /from: give either/ },
    { title: "two senders", credentials: { ...EXAMPLE, messagingServiceSid: SERVICE }, says: /from: give either/ },
    {
      title: "a number without its country",
      credentials: { ...EXAMPLE, to: "015112345678" },
      says: /to: must be a telephone number/,
    },
    {
      title: "another kind of SID",
      credentials: { ...EXAMPLE, accountSid: KEY },
      says: /accountSid: must be the SID of an account/,
    },
  ],
  example: EXAMPLE,
  model: "$name is $status: $reason",
  isShort: true,
  expectEscaped({ body }) {
    expect(body).not.toMatch(/[^\P{Cc}\n]|\u2028/u);
    expect(body).toContain("<!channel> & </b>");
  },
  expectWithinLimits({ body }) {
    expect(body.length).toBeLessThanOrEqual(1_600);
    expect(body.isWellFormed()).toBe(true);
    expect(body.endsWith("...")).toBe(true);
  },
  wire: {
    start: () => startFixedVendor([US], EXAMPLE),
    success: taken,
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "201 with a SID", scene: taken, becomes: { kind: "accepted" } },
      { title: "201 without one", scene: says(201, {}), becomes: { kind: "unknown" } },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      {
        title: "401 for a wrong token",
        scene: refuses(401, 20003, "Authenticate"),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "404 for a wrong account", scene: refuses(404, 20404), becomes: { kind: "rejected", suspend: true } },
      { title: "400 for a bad number", scene: refuses(400, 21211), becomes: { kind: "rejected", suspend: true } },
      {
        title: "400 for somebody who opted out",
        scene: refuses(400, 21610),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "400 for a text that is too long", scene: refuses(400, 21617), becomes: { kind: "rejected" } },
      { title: "400 for a code that nobody knows", scene: refuses(400, 29999), becomes: { kind: "rejected" } },
      { title: "429", scene: refuses(429, 20429, "Too Many Requests"), becomes: { kind: "limited", afterMs: 60_000 } },
      {
        title: "429 with seconds",
        scene: says(429, { code: 20429 }, { "retry-after": "3" }),
        becomes: { kind: "limited", afterMs: 3_000 },
      },
      { title: "429 for the whole day", scene: refuses(429, 63038), becomes: { kind: "limited", afterMs: 3_600_000 } },
      {
        title: "500",
        scene: refuses(500, 20500, "Internal Server Error."),
        becomes: { kind: "retry", reason: "Twilio did not take the message: 20500 Internal Server Error." },
      },
      { title: "502", scene: says(502, ""), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [TOKEN, ACCOUNT, EXAMPLE.to],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      expect(first).toMatchObject({
        method: "POST",
        path: `/2010-04-01/Accounts/${ACCOUNT}/Messages.json`,
        headers: {
          authorization: `Basic ${Buffer.from(`${ACCOUNT}:${TOKEN}`).toString("base64")}`,
          "content-type": "application/x-www-form-urlencoded",
          "x-origin": US,
        },
      });
      expect(Object.fromEntries(new URLSearchParams(first.body))).toEqual({
        To: "+4915112345678",
        From: "+15005550006",
        Body: "Nightly backup is DOWN. Down since 2026-03-04T12:00:00Z. No ping came in time.",
      });
      expect(second.body).toBe(first.body);
    },
  },
});

describe("a message of Twilio", () => {
  it("is costly: Twilio knows no repeat", () => {
    expect(twilio.costly?.(EXAMPLE)).toBe(true);
  });

  it("goes through the region, the key and the messaging service of its credentials", async () => {
    const credentials = {
      accountSid: ACCOUNT,
      apiKeySid: KEY,
      apiKeySecret: KEY_SECRET,
      messagingServiceSid: SERVICE,
      to: EXAMPLE.to,
      region: "au1" as const,
    };
    const origins = ["https://api.sydney.au1.twilio.com"];
    const { received } = await sendThrough(twilio, { credentials }, { origins, scene: taken });
    expect(received[0]?.headers.authorization).toBe(`Basic ${Buffer.from(`${KEY}:${KEY_SECRET}`).toString("base64")}`);
    expect(new URLSearchParams(received[0]?.body).get("MessagingServiceSid")).toBe(SERVICE);
  });
});
