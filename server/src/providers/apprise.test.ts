import { describe, expect, it } from "vitest";
import { type HttpScene, startHttpVendor } from "../../test/contracts/http-vendor.ts";
import { describeProvider } from "../../test/contracts/provider.ts";
import { sendThrough } from "../../test/contracts/send-through.ts";
import { HOSTILE, SAMPLE_EVENTS } from "../../test/sample-events.ts";
import type { Received } from "../../test/sink.ts";
import { apprise, createApprise } from "./apprise.ts";
import { cleanText } from "./shared/clean-text.ts";

const TARGET = "mailto://us3r:p4ssw0rdp4ssw0rd@example.com";
const EXAMPLE = { url: "http://apprise.internal:8000", target: TARGET };
const says = (status: number, body = ""): HttpScene => ({ status, body });

describeProvider({
  provider: apprise,
  golden: "apprise.json",
  accepted: [
    { title: "a target", credentials: EXAMPLE },
    {
      title: "a key with a tag",
      credentials: { url: "https://user:pass@apprise.example.com/sub/", key: "ops", tag: "night" },
    },
  ],
  refused: [
    { title: "neither target nor key", credentials: { url: EXAMPLE.url }, says: /target: give either/ },
    { title: "both", credentials: { ...EXAMPLE, key: "ops" }, says: /target: give either/ },
    {
      title: "two targets",
      credentials: { ...EXAMPLE, target: `${TARGET}, tgram://1/2` },
      says: /target: must be one/,
    },
    {
      title: "a word as target",
      credentials: { ...EXAMPLE, target: "mailto" },
      says: /target: must be an Apprise URL/,
    },
    { title: "a key that climbs", credentials: { url: EXAMPLE.url, key: "../x" }, says: /key: must be the key/ },
    { title: "a tag without a key", credentials: { ...EXAMPLE, tag: "a" }, says: /tag: goes with a key/ },
  ],
  example: EXAMPLE,
  model: "$name is $status: $reason",
  expectEscaped({ title = "", body }) {
    expect(title + body).not.toMatch(/[^\P{Cc}\n]|\u2028/u);
    expect(body).toContain(cleanText(HOSTILE));
  },
  expectWithinLimits({ title = "", body }) {
    expect(title.length).toBeLessThanOrEqual(250);
    expect(body.length).toBeLessThanOrEqual(32_768);
    expect((title + body).isWellFormed()).toBe(true);
  },
  wire: {
    start: () => startHttpVendor((url) => ({ ...EXAMPLE, url: `${url}/sub/` })),
    impatient: createApprise({ timeoutMs: 400 }),
    success: says(200, '{"error": "", "details": []}'),
    hang: "hang",
    reset: "reset",
    matrix: [
      { title: "200", scene: says(200), becomes: { kind: "delivered" } },
      { title: "202 of somebody else", scene: says(202), becomes: { kind: "unknown" } },
      {
        title: "204, which means that there is no target",
        scene: says(204),
        becomes: { kind: "rejected", suspend: true },
      },
      { title: "400", scene: says(400), becomes: { kind: "rejected" } },
      { title: "406, a circle", scene: says(406), becomes: { kind: "rejected" } },
      { title: "421", scene: says(421), becomes: { kind: "rejected", suspend: true } },
      {
        title: "424, the target failed",
        scene: says(424, '{"error": "One or more notification could not be sent"}'),
        becomes: { kind: "retry" },
      },
      { title: "431", scene: says(431), becomes: { kind: "rejected" } },
      { title: "404", scene: says(404), becomes: { kind: "rejected", suspend: true } },
      { title: "500", scene: says(500, "oops"), becomes: { kind: "retry" } },
      { title: "502", scene: says(502), becomes: { kind: "unknown" } },
    ],
    echo: (text) => says(500, text),
    secrets: [TARGET, "p4ssw0rdp4ssw0rd"],
    expectReceived(received) {
      const [first, second] = received as readonly [Received, Received];
      expect(first).toMatchObject({
        method: "POST",
        path: "/sub/notify/",
        headers: { accept: "application/json", "content-type": "application/json; charset=utf-8" },
      });
      expect(JSON.parse(first.body)).toMatchObject({
        urls: TARGET,
        title: "Nightly backup is DOWN",
        type: "failure",
        format: "text",
      });
      expect(second.body).toBe(first.body);
    },
  },
});

describe("a configuration of Apprise", () => {
  const credentials = { url: EXAMPLE.url, key: "ops", tag: "night" };
  const origins = [EXAMPLE.url];

  it("is named by its key and tag", async () => {
    const { received, result } = await sendThrough(apprise, { credentials }, { origins, scene: says(200) });
    expect(received[0]?.path).toBe("/notify/ops");
    expect(JSON.parse(received[0]?.body ?? "")).toMatchObject({ tag: "night" });
    expect(JSON.parse(received[0]?.body ?? "")).not.toHaveProperty("urls");
    expect(result).toMatchObject({ kind: "delivered" });
  });

  it("may have passed a message on to others when one of its targets failed", async () => {
    const { result } = await sendThrough(apprise, { credentials }, { origins, scene: says(424) });
    expect(result).toMatchObject({ kind: "unknown" });
  });

  it("has its type from how bad the news is", () => {
    const { down, up, publication } = SAMPLE_EVENTS;
    const warning = { ...down, facts: { ...down.facts, severity: "warning" } as typeof down.facts };
    const types = [down, warning, up, publication].map((input) => apprise.render(input, null, EXAMPLE).type);
    expect(types).toEqual(["failure", "warning", "success", "info"]);
  });
});
