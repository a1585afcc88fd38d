import { describe, expect, it } from "vitest";
import type { AlarmToken } from "../../api/alarms.ts";
import { findBadLine, toTokenBody, toTokenValues } from "./token-values.ts";

const TOKEN: AlarmToken = {
  id: "1",
  name: "old monitor",
  allow: ["192.0.2.0/24", "2001:db8::1"],
  mapping: { key: ["rule.id", "host"], title: "rule.name", states: { BAD: "firing", GOOD: "resolved" } },
  snsTopics: ["arn:aws:sns:eu-west-1:000000000000:ops"],
  eventPairs: [
    { opens: "Disk:Stalled", ends: ["Disk:Resumed", "Disk:Gone"] },
    { opens: "Instance:Reboot", ends: [] },
  ],
  signature: { header: "X-Ours", timestampHeader: null },
  hint: "wba_abcd",
  createdAt: "2026-03-04T12:00:00.000Z",
  lastUsedAt: null,
  expiresAt: null,
};

describe("the form of an alarm token", () => {
  it("gives back what it was given", () => {
    const { name, allow, mapping, snsTopics, eventPairs, signature } = TOKEN;
    const body = toTokenBody(toTokenValues(TOKEN));
    expect(body).toEqual({ name, allow, mapping, snsTopics, eventPairs, signature });
  });

  it("of a new token says nothing but that everything is as usual", () => {
    expect(toTokenBody(toTokenValues(null))).toEqual({
      allow: [],
      mapping: null,
      snsTopics: [],
      eventPairs: [],
      signature: null,
    });
  });

  it("leaves blank lines out and keeps what stands behind the first equals sign", () => {
    const values = { ...toTokenValues(null), allow: " 192.0.2.1 \n\n", states: "a=b = firing" };
    expect(toTokenBody(values)).toMatchObject({ allow: ["192.0.2.1"], mapping: { states: { a: "b = firing" } } });
  });

  it("sends a secret only when one was typed", () => {
    const values = { ...toTokenValues(TOKEN), secret: "another secret" };
    expect(toTokenBody(values).signature).toMatchObject({ secret: "another secret" });
    expect(toTokenBody(toTokenValues(TOKEN)).signature).not.toHaveProperty("secret");
  });
});

it.each(["BAD", "= firing", "BAD ="])("a table with the line %j is sent back before it is saved", (line) => {
  expect(findBadLine(`GOOD = resolved\n${line}`)).toContain(`"${line}"`);
  expect(findBadLine("GOOD = resolved\n\n")).toBeNull();
});
