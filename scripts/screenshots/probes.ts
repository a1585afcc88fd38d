import type { ProbeOutcome, ProbeSpec } from "../../server/src/model/index.ts";
import { probeHost } from "../../server/src/model/index.ts";
import type { Prober } from "../../server/src/signals/probes/prober.ts";
import { berlin } from "../../server/test/whole/company-life/berlin.ts";
import { HOUR_MS } from "./times.ts";

const every = (periodSeconds: number): object => ({ type: "period", periodSeconds, graceSeconds: 60 });

/** What the company looks at itself. */
export const PROBES: readonly { readonly name: string; readonly [field: string]: unknown }[] = [
  {
    name: "Shop front page",
    tags: ["shop", "web"],
    topics: ["shop+team", "ops+oncall"],
    schedule: every(60),
    probe: { type: "http", url: "https://shop.kontor.example/" },
  },
  {
    name: "Checkout",
    tags: ["shop", "web"],
    topics: ["shop+team", "ops+oncall"],
    severity: "critical",
    schedule: every(60),
    failuresToDown: 2,
    probe: {
      type: "http",
      url: "https://shop.kontor.example/api/checkout/health",
      conditions: [{ type: "json", path: "status", value: "ok" }],
    },
  },
  {
    name: "Search",
    tags: ["shop", "search"],
    topics: ["shop+team"],
    schedule: every(120),
    probe: { type: "http", url: "https://search.kontor.example/status" },
  },
  {
    name: "Customer log-in",
    tags: ["shop", "web"],
    topics: ["ops+oncall"],
    schedule: every(120),
    probe: { type: "http", url: "https://login.kontor.example/" },
  },
  {
    name: "Payment gateway",
    tags: ["payments"],
    topics: ["ops+oncall"],
    schedule: every(120),
    probe: { type: "tcp", host: "gateway.payments.example", port: 8443 },
  },
  {
    name: "Certificate of the shop",
    tags: ["web"],
    schedule: every(3_600),
    probe: { type: "tls", host: "shop.kontor.example", conditions: [{ type: "certificate", minDays: 14 }] },
  },
  {
    name: "Mail servers in the DNS",
    tags: ["mail"],
    schedule: every(3_600),
    probe: { type: "dns", name: "kontor.example", recordType: "MX" },
  },
];

interface Trouble {
  readonly host: string;
  readonly from: number;
  readonly until: number;
  readonly reason: string;
}

const trouble = (host: string, from: string, until: string, reason: string): Trouble => ({
  host,
  from: berlin(from),
  until: berlin(until),
  reason,
});

/** When something was not as it should be. */
const TROUBLES: readonly Trouble[] = [
  trouble("shop.kontor.example", "2026-07-07T21:30", "2026-07-07T23:30", "status 503, expected 2xx"),
  trouble("shop.kontor.example", "2026-09-14T18:42", "2026-09-14T18:55", "status 502, expected 2xx"),
  trouble("login.kontor.example", "2026-08-12T13:30", "2026-08-12T17:30", "no answer within 10 s (2 tries)"),
  trouble("gateway.payments.example:8443", "2026-07-29T02:30", "2026-07-29T08:30", "the connection was refused"),
  trouble("search.kontor.example", "2026-09-15T10:12", "2026-09-16T00:00", "status 503, expected 2xx (2 tries)"),
];

/** Finds what the story says, with timings that look like those of a network; nothing is asked. */
export function createStoryProber(now: () => number, chance: () => number): Prober {
  return {
    async run(spec) {
      const found = TROUBLES.find(
        ({ host, from, until }) => host === probeHost(spec) && from <= now() && now() < until,
      );
      return found ? failed(found.reason, chance) : fine(spec, now(), chance);
    },
  };
}

const between = (chance: () => number, low: number, high: number): number => Math.round(low + chance() * (high - low));

function failed(reason: string, chance: () => number): ProbeOutcome {
  const timings = { dnsMs: 2, connectMs: 9, tlsMs: 21, firstByteMs: between(chance, 5, 15), totalMs: 48 };
  return { verdict: "error", reason, timings, details: {} };
}

function fine(spec: ProbeSpec, now: number, chance: () => number): ProbeOutcome {
  const dnsMs = between(chance, 1, 6);
  const connectMs = between(chance, 8, 14);
  if (spec.type === "dns") {
    const timings = { dnsMs, connectMs: null, tlsMs: null, firstByteMs: null, totalMs: dnsMs };
    return {
      verdict: "ok",
      reason: "2 answers",
      timings,
      details: { answers: "mx1.kontor.example, mx2.kontor.example" },
    };
  }
  if (spec.type === "tcp") {
    const timings = { dnsMs, connectMs, tlsMs: null, firstByteMs: null, totalMs: dnsMs + connectMs };
    return { verdict: "ok", reason: `connected in ${dnsMs + connectMs} ms`, timings, details: {} };
  }
  const tlsMs = between(chance, 18, 32);
  if (spec.type === "tls") {
    const timings = { dnsMs, connectMs, tlsMs, firstByteMs: null, totalMs: dnsMs + connectMs + tlsMs };
    return { verdict: "ok", reason: "valid for 61 days", timings, details: { certificateDaysLeft: 61 } };
  }
  // More is bought in the evening.
  const rush = Math.max(0, Math.sin((((now / HOUR_MS) % 24) / 24) * 2 * Math.PI - 2.2)) * 90;
  const firstByteMs = between(chance, 70, 130) + Math.round(rush) + (chance() < 0.02 ? 320 : 0);
  const totalMs = dnsMs + connectMs + tlsMs + firstByteMs + between(chance, 3, 12);
  const timings = { dnsMs, connectMs, tlsMs, firstByteMs, totalMs };
  return { verdict: "ok", reason: `status 200 in ${totalMs} ms`, timings, details: { status: 200 } };
}
