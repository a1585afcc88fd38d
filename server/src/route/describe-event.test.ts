import { describe, expect, it } from "vitest";
import { clock, gap } from "../../test/monitor-story.ts";
import { someFacts } from "../../test/route-facts.ts";
import type { PublicationFacts, Scalar } from "../model/index.ts";
import { describeEvent } from "./describe-event.ts";

const ended = { status: "up", previousStatus: "down", upAt: clock("05:10"), at: clock("05:10") } as const;
const common = { projectName: "home", topic: "default+alerts", at: clock("03:00") };

function publication(metadata: Readonly<Record<string, Scalar>>): PublicationFacts {
  return { ...common, type: "publication", metadata };
}

describe("the text of a down", () => {
  it("says what, why and since when, and what else helps", () => {
    expect(describeEvent("down", someFacts())).toEqual({
      title: "nightly backup is DOWN",
      summary: "Down since 2026-11-20T04:05:00Z. No signal since 2026-11-20T03:00:00Z.",
      fields: [
        { label: "Last ping", value: "2026-11-20T03:00:00Z (1 hour 5 minutes before)" },
        { label: "Expected", value: "2026-11-20T04:00:00Z" },
        { label: "Schedule", value: "every hour" },
        { label: "Severity", value: "error" },
        { label: "Tags", value: "db, prod" },
        { label: "Description", value: "Copies the database to the vault." },
        { label: "Project", value: "home" },
      ],
      url: "https://watchbell.example/monitors/m1",
      tone: "bad",
    });
  });

  it("leaves out what does not apply and says when we were away", () => {
    const facts = someFacts({
      tags: [],
      description: "",
      expectedAt: null,
      lastPingAt: null,
      gaps: [gap("03:59", "04:01")],
    });
    expect(describeEvent("down", facts).fields).toEqual([
      { label: "Last ping", value: "never" },
      { label: "Schedule", value: "every hour" },
      { label: "Severity", value: "error" },
      { label: "Watchbell was away", value: "from 2026-11-20T03:59:00Z to 2026-11-20T04:01:00Z" },
      { label: "Project", value: "home" },
    ]);
  });

  it("says of a probe when it last looked", () => {
    const labels = describeEvent("down", someFacts({ kind: "probe" })).fields.map(({ label }) => label);
    expect(labels).toContain("Last look");
    expect(labels).not.toContain("Last ping");
  });

  it("calls a monitor without a name by its slug or id", () => {
    expect(describeEvent("down", someFacts({ name: " " })).title).toBe("nightly-backup is DOWN");
    expect(describeEvent("down", someFacts({ name: "", slug: null })).title).toBe("m1 is DOWN");
  });
});

describe("the text of an end", () => {
  it("says that it is up and how long it was down", () => {
    const text = describeEvent(
      "up",
      someFacts({ ...ended, reason: { code: "success", text: "The job reported success." } }),
    );
    expect(text).toMatchObject({
      title: "nightly backup is UP",
      summary: "It was down for 1 hour 5 minutes. The job reported success.",
      tone: "good",
    });
    expect(text.fields).toContainEqual({ label: "Duration", value: "1 hour 5 minutes" });
    expect(text.fields).toContainEqual({ label: "Down since", value: "2026-11-20T04:05:00Z" });
    expect(text.fields).toContainEqual({ label: "Next expected", value: "2026-11-20T04:00:00Z" });
  });

  it.each([
    ["paused", "nightly backup is paused"],
    ["deleted", "nightly backup was deleted"],
  ] as const)("names the status %s instead", (status, title) => {
    const text = describeEvent("up", someFacts({ ...ended, status }));
    expect(text).toMatchObject({ title, tone: "neutral" });
    expect(text.fields.map(({ label }) => label)).not.toContain("Up since");
  });

  it("tells an outage that was over before its message went out", () => {
    const facts = someFacts({
      ...ended,
      upAt: clock("04:08"),
      reason: { code: "success", text: "The job reported success." },
    });
    expect(describeEvent("was-down", facts)).toMatchObject({
      title: "nightly backup was down for 3 minutes",
      summary:
        "It is up again; this comes late because the outage was over before its message could be sent. The job reported success.",
      tone: "good",
    });
  });

  it("tells how late a late signal came", () => {
    const facts = someFacts({ ...ended, previousStatus: "up", upAt: clock("04:08") });
    expect(describeEvent("recovered-late", facts)).toMatchObject({
      title: "nightly backup was down for 3 minutes",
      summary: "It is up again, 8 minutes later than expected. No signal since 2026-11-20T03:00:00Z.",
      tone: "good",
    });
    expect(describeEvent("recovered-late", { ...facts, expectedAt: null }).summary).toContain(
      "3 minutes after its deadline",
    );
  });
});

it("says that a change of severity is about an outage that goes on", () => {
  const reason = { code: "configured", text: "The severity was changed from error to critical by ann." } as const;
  expect(describeEvent("changed", someFacts({ severity: "critical", previousStatus: "down", reason }))).toMatchObject({
    title: "nightly backup is still DOWN, now critical",
    summary: "Down since 2026-11-20T04:05:00Z. The severity was changed from error to critical by ann.",
    tone: "bad",
  });
});

describe("the text of a publication", () => {
  it("is its metadata under the topic's name", () => {
    expect(describeEvent("publication", publication({ val1: "value one", count: 3, ok: true, nothing: null }))).toEqual(
      {
        title: "default+alerts",
        summary: "",
        fields: [
          { label: "val1", value: "value one" },
          { label: "count", value: "3" },
          { label: "ok", value: "true" },
          { label: "nothing", value: "" },
        ],
        url: null,
        tone: "neutral",
      },
    );
  });

  it.each(["title", "subject"])("takes its %s for the title", (name) => {
    const text = describeEvent("publication", publication({ [name]: "Deployed", version: "1.2" }));
    expect(text).toMatchObject({ title: "Deployed", fields: [{ label: "version", value: "1.2" }] });
  });

  it("takes no number, no blank and no inherited name for a title", () => {
    expect(describeEvent("publication", publication({ title: 7, subject: " " })).title).toBe("default+alerts");
    const hostile: Record<string, Scalar> = JSON.parse('{"__proto__": "p", "constructor": "c"}');
    expect(describeEvent("publication", publication(hostile))).toMatchObject({
      title: "default+alerts",
      fields: [
        { label: "__proto__", value: "p" },
        { label: "constructor", value: "c" },
      ],
    });
  });

  it("has a title of one line, never endless, and whole values", () => {
    const long = "€".repeat(10_000);
    const text = describeEvent("publication", publication({ title: `a\r\nBcc: x\u2028\u0000${long}`, body: long }));
    expect(text.title).toBe(`a Bcc: x ${"€".repeat(190)}…`);
    expect(text.fields).toEqual([{ label: "body", value: long }]);
    expect(describeEvent("publication", publication({ title: "🔔".repeat(300) })).title).toBe(`${"🔔".repeat(199)}…`);
    expect(describeEvent("publication", publication({ title: "🔔".repeat(200) })).title).toBe("🔔".repeat(200));
  });
});

it("says of a test that nothing has happened", () => {
  expect(describeEvent("test", { ...common, type: "test", integration: "ops" })).toMatchObject({
    title: "Test message for ops",
    summary: "Notifications of the topic default+alerts arrive here. Nothing has happened.",
    tone: "neutral",
  });
});

it("says of a suspension what to do about it", () => {
  const facts = {
    ...common,
    type: "suspended",
    integration: "chat",
    provider: "slack",
    url: "https://w.example/topics/t",
  };
  expect(describeEvent("suspended", { ...facts, type: "suspended", reason: "It answered 404." })).toMatchObject({
    title: "chat was suspended",
    summary:
      "Watchbell no longer sends to this integration of default+alerts: It answered 404. Its messages wait until a test succeeds or it gets new credentials.",
    url: "https://w.example/topics/t",
    tone: "bad",
  });
});

it("refuses to tell a monitor's facts as something else", () => {
  expect(() => describeEvent("test", someFacts())).toThrow("cannot tell the event test");
});
