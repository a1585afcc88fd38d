import type { ExchangeTimings } from "../../../lib/timed-exchange.ts";
import type { ProbeOutcome, ProbeTimings } from "../../../model/index.ts";

type Details = ProbeOutcome["details"];

const NO_TIMINGS: ExchangeTimings = { dnsMs: null, connectMs: null, tlsMs: null, firstByteMs: null };

/** Measures a probe from now on. */
export function startTimer(): (parts?: Partial<ExchangeTimings>) => ProbeTimings {
  const startedAt = performance.now();
  return (parts = {}) => {
    const all = { ...NO_TIMINGS, ...parts, totalMs: performance.now() - startedAt };
    return {
      dnsMs: tenths(all.dnsMs),
      connectMs: tenths(all.connectMs),
      tlsMs: tenths(all.tlsMs),
      firstByteMs: tenths(all.firstByteMs),
      totalMs: tenths(all.totalMs) ?? 0,
    };
  };
}

/** The outcome of a probe whose conditions were looked at: an error with all that failed, else ok. */
export function conclude(
  failures: readonly string[],
  seen: { readonly ok: string; readonly timings: ProbeTimings; readonly details: Details },
): ProbeOutcome {
  const { ok, timings, details } = seen;
  return failures.length === 0
    ? { verdict: "ok", reason: ok, timings, details }
    : { verdict: "error", reason: failures.join("; "), timings, details };
}

/** An error before there was anything to hold conditions against. */
export function failed(reason: string, timings: ProbeTimings, details: Details = {}): ProbeOutcome {
  return { verdict: "error", reason: reason.replace(/\.$/, ""), timings, details };
}

function tenths(ms: number | null): number | null {
  return ms === null ? null : Math.round(ms * 10) / 10;
}
