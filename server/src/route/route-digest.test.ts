import { describe, expect, it } from "vitest";
import { clock } from "../../test/monitor-story.ts";
import { someFacts } from "../../test/route-facts.ts";
import type { DigestFacts, MonitorFacts } from "../model/index.ts";
import { describeEvent } from "./describe-event.ts";
import { routeDigest } from "./route-digest.ts";

const INPUT = {
  project: { id: "p1", name: "home" },
  topic: { id: "t-alerts", name: "default+alerts" },
  integration: { id: "i-ops", name: "ops" },
  now: clock("04:06"),
  baseUrl: "https://watchbell.example",
};

const digestOf = (folded: readonly MonitorFacts[]): DigestFacts => {
  const { facts } = routeDigest({ ...INPUT, folded });
  if (facts.type !== "digest") throw new Error("a digest has other facts");
  return facts;
};

const down = (name: string, patch: Partial<MonitorFacts> = {}): MonitorFacts =>
  someFacts({ monitorId: name, name, ...patch });
const up = (name: string, patch: Partial<MonitorFacts> = {}): MonitorFacts =>
  down(name, { status: "up", upAt: clock("04:10"), reason: { code: "success", text: "A ping came again." }, ...patch });

describe("a digest", () => {
  it("is one message for the integration, outside of every incident", () => {
    expect(routeDigest({ ...INPUT, folded: [down("a"), down("b")] })).toMatchObject({
      event: "digest",
      projectId: "p1",
      topicId: "t-alerts",
      monitorId: null,
      alertKey: null,
      messages: [
        {
          integrationId: "i-ops",
          reason: "It stands for 2 messages that came faster than the integration may be sent to.",
          waitingDown: "keep",
          onlyIfSuperseding: false,
        },
      ],
    });
  });

  it("tells each monitor once, as its last message told it", () => {
    const facts = digestOf([down("a"), down("b"), up("a"), down("a", { severity: "critical" })]);
    expect(facts).toMatchObject({ messages: 4, down: 2, recovered: 0, url: "https://watchbell.example/monitors" });
    expect(facts.entries).toMatchObject([
      { monitorId: "a", messages: 3, severity: "critical", status: "down" },
      { monitorId: "b", messages: 1, severity: "error", status: "down" },
    ]);
  });

  it("says why a monitor went down, also when its severity was changed since", () => {
    const changed = {
      severity: "critical",
      previousStatus: "down",
      reason: { code: "configured", text: "By ann." },
    } as const;
    expect(digestOf([down("a"), down("a", changed)]).entries).toMatchObject([
      { severity: "critical", reason: "No signal since 2026-11-20T03:00:00Z." },
    ]);
    expect(digestOf([down("a", changed)]).entries).toMatchObject([{ reason: "By ann." }]);
  });

  it("names what is down first, the worst and then the longest before the others", () => {
    const folded = [
      up("recovered", { severity: "critical" }),
      down("late", { downAt: clock("04:30") }),
      down("early", { downAt: clock("04:01") }),
      down("minor", { severity: "info" }),
      down("grave", { severity: "critical", downAt: clock("04:59") }),
    ];
    expect(digestOf(folded).entries.map(({ name }) => name)).toEqual(["grave", "early", "late", "minor", "recovered"]);
  });

  it("names a hundred and counts all", () => {
    const folded = Array.from({ length: 300 }, (_, n) => (n < 290 ? down(`job ${n}`) : up(`job ${n}`)));
    const facts = digestOf(folded);
    expect(facts).toMatchObject({ messages: 300, down: 290, recovered: 10 });
    expect(facts.entries).toHaveLength(100);
    expect(describeEvent("digest", facts)).toMatchObject({
      title: "290 monitors are DOWN, 10 up again",
      summary: "One message in place of 300: they came faster than ops takes them.",
      unlisted: 200,
      url: "https://watchbell.example/monitors",
      tone: "bad",
    });
  });

  it("calls an alarm by what its source calls it", () => {
    const alarm = { title: "CPU of\nweb-1" } as NonNullable<MonitorFacts["alarm"]>;
    expect(digestOf([down("a", { alarm })]).entries[0]?.name).toBe("CPU of web-1");
  });

  it("keeps names and reasons short", () => {
    const [entry] = digestOf([down("x".repeat(500), { reason: { code: "fail", text: "y".repeat(5_000) } })]).entries;
    expect(entry?.name).toHaveLength(100);
    expect(entry?.reason).toHaveLength(200);
  });

  it("says of each monitor how it stands, since when and why", () => {
    const folded = [
      down("a"),
      down("b", { severity: "warning" }),
      up("c"),
      down("d", { monitorId: "other", name: "a" }),
    ];
    const { fields } = describeEvent("digest", digestOf([...folded, down("b", { severity: "warning" })]));
    expect(fields.map(({ label, value }) => `${label}: ${value}`)).toEqual([
      "a (a): DOWN since 2026-11-20T04:05:00Z, error: No signal since 2026-11-20T03:00:00Z.",
      "a (other): DOWN since 2026-11-20T04:05:00Z, error: No signal since 2026-11-20T03:00:00Z.",
      "b: DOWN since 2026-11-20T04:05:00Z, warning: No signal since 2026-11-20T03:00:00Z. 2 messages told of it.",
      "c: up since 2026-11-20T04:10:00Z, was down for 5 minutes: A ping came again.",
    ]);
  });

  it.each([
    [[down("a")], "1 monitor is DOWN", "bad"],
    [[down("a"), up("b")], "1 monitor is DOWN, 1 up again", "bad"],
    [[up("a")], "1 monitor is up again", "good"],
    [[up("a"), up("b")], "2 monitors are up again", "good"],
  ])("has the numbers in its title: %#", (folded, title, tone) => {
    expect(describeEvent("digest", digestOf(folded))).toMatchObject({ title, tone });
  });
});
