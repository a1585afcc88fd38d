import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { clock, gap } from "../../test/monitor-story.ts";
import { someFacts } from "../../test/route-facts.ts";
import type { PublicationFacts, Scalar } from "../model/index.ts";
import { expandTemplate } from "./template.ts";
import { VARIABLES, variablesOf } from "./variables.ts";

function publication(metadata: Readonly<Record<string, Scalar>>): PublicationFacts {
  return { type: "publication", projectName: "home", topic: "default+alerts", at: clock("03:00"), metadata };
}

describe("the variables of a monitor's event", () => {
  it("are all there, empty where nothing applies", () => {
    expect(variablesOf("down", someFacts({ gaps: [gap("03:59", "04:00")] }))).toEqual({
      event: "down",
      now: "2026-11-20T04:05:01Z",
      project: "home",
      topic: "default+alerts",
      name: "nightly backup",
      slug: "nightly-backup",
      monitor_id: "m1",
      kind: "heartbeat",
      description: "Copies the database to the vault.",
      tags: "db, prod",
      severity: "error",
      status: "down",
      previous_status: "up",
      reason: "No signal since 2026-11-20T03:00:00Z.",
      reason_code: "silence",
      schedule: "every hour",
      last_ping: "2026-11-20T03:00:00Z",
      expected: "2026-11-20T04:00:00Z",
      down_since: "2026-11-20T04:05:00Z",
      up_at: "",
      duration: "1 second",
      duration_seconds: "1",
      away: "from 2026-11-20T03:59:00Z to 2026-11-20T04:00:00Z",
      url: "https://watchbell.example/monitors/m1",
      source: "",
      state: "",
      title: "",
      message: "",
      resource: "",
      value: "",
      started: "",
      alarm_url: "",
      details: "",
      integration: "",
      provider: "",
    });
  });

  it("tell how long an outage took that has ended", () => {
    const variables = variablesOf("up", someFacts({ status: "up", previousStatus: "down", upAt: clock("05:10") }));
    expect(variables).toMatchObject({ status: "up", duration: "1 hour 5 minutes", duration_seconds: "3900" });
  });

  it("cannot be overruled by what the monitor is called", () => {
    const variables = variablesOf("down", someFacts({ name: "$url", description: "${severity}" }));
    expect(expandTemplate("$name $description", variables, (value) => value)).toBe("$url ${severity}");
  });
});

describe("the variables of a publication", () => {
  it("are the metadata's first and the event's own for the rest", () => {
    const variables = variablesOf("publication", publication({ val1: "value one", topic: "mine" }));
    expect(variables).toMatchObject({
      val1: "value one",
      topic: "mine",
      project: "home",
      event: "publication",
      name: "",
    });
  });

  it("are strings as they are, numbers and booleans as JSON, null as nothing", () => {
    const metadata = { s: ' "a" ', n: 1.5, big: 1e21, b: true, no: false, nothing: null };
    expect(variablesOf("publication", publication(metadata))).toMatchObject({
      s: ' "a" ',
      n: "1.5",
      big: "1e+21",
      b: "true",
      no: "false",
      nothing: "",
    });
  });

  it("may have hostile names, which reach nothing but the text", () => {
    const metadata: Record<string, Scalar> = JSON.parse('{"__proto__": "p", "constructor": "c", "toString": 1}');
    const variables = variablesOf("publication", publication(metadata));
    expect(Object.getPrototypeOf(variables)).toBe(Object.prototype);
    expect(expandTemplate("$__proto__ $constructor $toString", variables, (value) => value)).toBe("p c 1");
  });

  it("may be long", () => {
    const text = "€".repeat(10_000);
    expect(variablesOf("publication", publication({ text })).text).toBe(text);
  });
});

describe("the other events", () => {
  it("fill what they know", () => {
    const common = { projectName: "home", topic: "default+alerts", at: clock("03:00") };
    expect(variablesOf("test", { ...common, type: "test", integration: "ops" })).toMatchObject({
      event: "test",
      integration: "ops",
      reason: "",
    });
    const given = {
      integration: "chat",
      provider: "slack",
      reason: "It answered 404.",
      url: "https://w.example/topics/t",
    };
    expect(variablesOf("suspended", { ...common, ...given, type: "suspended" })).toMatchObject(given);
  });
});

describe("docs/variables.md", () => {
  it("lists exactly the variables that there are, with the same words", () => {
    const text = readFileSync(new URL("../../../docs/variables.md", import.meta.url), "utf8");
    const section = text.slice(text.indexOf("## In every event"), text.indexOf("## Events"));
    const rows = [...section.matchAll(/^\| `\$(\w+)` \| (.+) \|$/gm)].map(([, name, words]) => [name, words]);
    expect(Object.fromEntries(rows)).toEqual(VARIABLES);
  });
});
