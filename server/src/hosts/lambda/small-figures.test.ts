import * as large from "prom-client";
import { describe, expect, it } from "vitest";
import * as small from "./small-figures.ts";

/** Counts, measures and writes down with one package or the other. */
async function write({ Counter, Gauge, Histogram, Registry }: typeof small): Promise<string> {
  const registry = new Registry();
  const registers = [registry];
  const pings = new Counter({ name: "pings", help: "Pings, by kind.", labelNames: ["kind", "to"], registers });
  pings.inc({ kind: "success" });
  pings.inc({ kind: 'a "b" \\ c\nd', to: "up" }, 3);
  pings.inc({ to: "up", kind: 'a "b" \\ c\nd' });
  new Counter({ name: "none", help: "Nothing\nyet \\.", registers });
  const open = new Gauge({ name: "open", help: "Open.", registers });
  open.inc();
  open.inc(3);
  open.dec();
  new Gauge({ name: "age", help: "Age.", registers }).set(2.5);
  const lag = new Histogram({ name: "lag", help: "Lag.", buckets: [0.1, 5], registers });
  for (const value of [0, 0.1, 0.2, 6]) lag.observe(value);
  const seconds = new Histogram({ name: "seconds", help: "Seconds.", labelNames: ["kind"], registers });
  seconds.observe({ kind: "http" }, 0.3);
  new Histogram({ name: "unused", help: "Unused.", registers });
  return await registry.metrics();
}

describe("the figures of a function", () => {
  it("are written as prom-client writes them", async () => {
    const wanted = await write(large as unknown as typeof small);
    expect(await write(small)).toBe(wanted);
    expect(wanted).toContain('lag_bucket{le="0.1"} 2');
    expect(new small.Registry().contentType).toBe(new large.Registry().contentType);
  });
});
