import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { breakEven, monthOf, totalOf, withCostTables } from "./costs.ts";

const everyMinute = { everySeconds: 60, keepPings: true };

describe("what a month costs", () => {
  it("a million pings are a million times each unit", () => {
    const fleet = { monitors: 1_000, everySeconds: 2_592, keepPings: true };
    expect(monthOf(fleet)).toMatchObject({ "API Gateway": 1, "DynamoDB, writes of pings": 1.25 });
    expect(monthOf({ ...fleet, keepPings: false })).toMatchObject({ "DynamoDB, writes of pings": 0.625 });
  });

  it("requests beyond 300 million are cheaper", () => {
    expect(monthOf({ ...everyMinute, monitors: 10_000 })["API Gateway"]).toBeCloseTo(300 + 132 * 0.9);
  });

  it("more monitors, or more pings, never cost less", () => {
    expect(totalOf({ ...everyMinute, monitors: 101 })).toBeGreaterThan(totalOf({ ...everyMinute, monitors: 100 }));
    expect(totalOf({ monitors: 100, everySeconds: 300, keepPings: true })).toBeLessThan(
      totalOf({ ...everyMinute, monitors: 100 }),
    );
  });

  it("up to some number of monitors it is cheaper than machines with PostgreSQL", () => {
    const even = breakEven(everyMinute);
    expect(totalOf({ ...everyMinute, monitors: even * 0.9 })).toBeLessThan(80);
    expect(totalOf({ ...everyMinute, monitors: even * 1.1 })).toBeGreaterThan(80);
  });
});

describe("docs/aws.md", () => {
  it("holds the tables that are computed: `node deploy/aws/costs.ts --write` writes them", () => {
    const page = readFileSync(join(import.meta.dirname, "../../docs/aws.md"), "utf8");
    expect(withCostTables(page)).toBe(page);
  });
});
