import { describe, expect, it } from "vitest";
import { type HttpScene, startFixedVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { sendThrough } from "../../test/contracts/send-through.ts";
import { HOSTILE, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { type OpsgeniePayload, opsgenie } from "./opsgenie.ts";
import { cleanText } from "./shared/clean-text.ts";

const KEY = "eb243592-faa2-4ba2-a551-1afdf565c889";
const EXAMPLE = { service: "jsm", apiKey: KEY } as const;
const JSM = "https://api.atlassian.com";

const says = (status: number, body: unknown, headers: Record<string, string> = {}): HttpScene => ({
  status,
  body: typeof body === "string" ? body : JSON.stringify(body),
  headers,
});
const taken = says(202, { result: "Request will be processed", took: 0.1, requestId: "43a29c5c" });

const created = (payload: OpsgeniePayload) => {
  if (payload.kind !== "create") throw new Error("no alert");
  return payload.alert;
};

describeProvider({
  provider: opsgenie,
  golden: "opsgenie.json",
  accepted: [
    { title: "a key of Jira Service Management", credentials: EXAMPLE },
    { title: "a key of Opsgenie in the EU", credentials: { service: "opsgenie-eu", apiKey: KEY } },
    { title: "responders", credentials: { ...EXAMPLE, responders: [{ type: "team", name: "Shop" }] } },
  ],
  refused: [
    { title: "no service", credentials: { apiKey: KEY }, says: /^service: / },
    { title: "no key", credentials: { service: "jsm" }, says: /apiKey: .*expected string/ },
    {
      title: "a key of two lines",
      credentials: { ...EXAMPLE, apiKey: `${KEY}\n` },
      says: /apiKey: must be the API key/,
    },
    {
      title: "a responder with two names",
      credentials: { ...EXAMPLE, responders: [{ type: "user", id: "1", username: "a@example.com" }] },
      says: /^responders\.0: must have one of/,
    },
  ],
  example: EXAMPLE,
  model: "$name is $status: $reason",
  expectEscaped(payload) {
    const { message, description, details } = created(payload);
    expect(`${message}${description}`).not.toMatch(/[^\P{Cc}\n]/u);
    expect(description).toContain(cleanText(HOSTILE));
    expect(details.Description).toBe(cleanText(HOSTILE));
  },
  expectWithinLimits(payload) {
    const { message, description, details } = created(payload);
    expect(message.length).toBeLessThanOrEqual(130);
    expect(description.length).toBeLessThanOrEqual(15_000);
    expect(Object.entries(details).flat().join("").length).toBeLessThanOrEqual(8_000);
    expect(JSON.stringify(payload).isWellFormed()).toBe(true);
  },
  wire: {
    start: () => startFixedVendor([JSM], EXAMPLE),
    success: taken,
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "202 with a request id", scene: taken, becomes: { kind: "accepted" } },
      { title: "202 without one", scene: says(202, {}), becomes: { kind: "unknown" } },
      { title: "200 with a page", scene: says(200, "<html>log in</html>"), becomes: { kind: "unknown" } },
      {
        title: "401",
        scene: says(401, { message: "Could not authenticate", took: 0.1, requestId: "1" }),
        becomes: { kind: "rejected", suspend: true },
      },
      {
        title: "403",
        scene: says(403, { message: "You are not authorized to create alerts." }),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "403 of somebody else", scene: says(403, "<html>proxy</html>"), becomes: { kind: "retry" } },
      {
        title: "422",
        scene: says(422, { message: "Request body is not processable." }),
        becomes: { kind: "rejected" },
      },
      { title: "429", scene: says(429, {}), becomes: { kind: "limited", afterMs: 60_000 } },
      {
        title: "429 with the period",
        scene: says(429, { message: "You are making too many requests!" }, { "X-RateLimit-Period-In-Sec": "30" }),
        becomes: { kind: "limited", afterMs: 30_000 },
      },
      {
        title: "429 with seconds",
        scene: says(429, {}, { "retry-after": "5", "X-RateLimit-Period-In-Sec": "30" }),
        becomes: { kind: "limited", afterMs: 5_000 },
      },
      { title: "500", scene: says(500, "oops"), becomes: { kind: "retry" } },
      { title: "502", scene: says(502, ""), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [KEY],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      expect(first).toMatchObject({
        method: "POST",
        path: "/jsm/ops/integration/v2/alerts",
        headers: { authorization: `GenieKey ${KEY}`, "x-origin": JSM },
      });
      expect(JSON.parse(first.body)).toMatchObject({
        alias: "monitor:1:incident:1",
        message: "Nightly backup is DOWN",
        priority: "P2",
        tags: ["prod", "db"],
        source: "Watchbell",
      });
      expect(second.body).toBe(first.body);
    },
  },
});

describe("an alert of Opsgenie", () => {
  const origins = [JSM, "https://api.opsgenie.com", "https://api.eu.opsgenie.com"];

  it("is closed by its alias at every end", async () => {
    for (const event of ["up", "was-down", "recovered-late"] as const) {
      const payload = opsgenie.render(SAMPLE_EVENTS[event], null, EXAMPLE);
      const { received } = await sendThrough(opsgenie, { payload, credentials: EXAMPLE }, { origins, scene: taken });
      expect(received[0]?.path).toBe(
        "/jsm/ops/integration/v2/alerts/monitor%3A1%3Aincident%3A1/close?identifierType=alias",
      );
      expect(JSON.parse(received[0]?.body ?? "")).toEqual({
        source: "Watchbell",
        note: expect.stringMatching(/^Nightly backup /),
      });
    }
  });

  it.each([
    ["opsgenie", "https://api.opsgenie.com"],
    ["opsgenie-eu", "https://api.eu.opsgenie.com"],
  ] as const)("goes to %s when the key is from there", async (service, origin) => {
    const { received } = await sendThrough(
      opsgenie,
      { credentials: { service, apiKey: KEY } },
      { origins, scene: taken },
    );
    expect(received[0]).toMatchObject({ path: "/v2/alerts", headers: { "x-origin": origin } });
  });

  it("goes to its responders", async () => {
    const responders = [{ type: "schedule" as const, name: "Nights" }];
    const { received } = await sendThrough(
      opsgenie,
      { credentials: { ...EXAMPLE, responders } },
      { origins, scene: taken },
    );
    expect(JSON.parse(received[0]?.body ?? "").responders).toEqual(responders);
  });

  it("shows the first line of a model, and has all of it as description", () => {
    const { message, description } = created(opsgenie.render(SAMPLE_EVENTS.down, "$name\nis $status", EXAMPLE));
    expect({ message, description }).toEqual({ message: "Nightly backup", description: "Nightly backup\nis down" });
  });
});
