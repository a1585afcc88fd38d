import { describe, expect, it } from "vitest";
import { HUGE_PUBLICATION, SAMPLE_EVENTS } from "../../../test/sample-events.ts";
import { escapeSms, smsText } from "./sms-text.ts";

describe("the text of an SMS", () => {
  it("is title and reason", () => {
    expect(smsText(SAMPLE_EVENTS.down, null)).toBe(
      "Nightly backup is DOWN. Down since 2026-03-04T12:00:00Z. No ping came in time.",
    );
  });

  it("is title and facts when there is no reason", () => {
    expect(smsText(SAMPLE_EVENTS.publication, null)).toBe("Order stuck\norder: 4711\npaid: true\nnote:");
  });

  it("holds none of the characters that make it dearer without need", () => {
    expect(escapeSms("“It’s\u00a0down” – wait…\u200b •\u2011")).toBe('"It\'s down" - wait... --');
  });

  it("is cut with dots that cost no more", () => {
    const short = smsText(SAMPLE_EVENTS.down, "x".repeat(2_000));
    expect(short).toBe(`${"x".repeat(1_597)}...`);
    expect(smsText(HUGE_PUBLICATION, null).length).toBeLessThanOrEqual(459);
  });

  it("keeps what is no Latin as it is", () => {
    expect(escapeSms("每日备份没有完成 🔴")).toBe("每日备份没有完成 🔴");
  });
});
