import type { OutgoingMode } from "../src/lib/addresses.ts";
import { createConnect, type Lookup } from "../src/lib/connect.ts";
import { createResolveDns, type ResolveDns } from "../src/lib/resolve-dns.ts";
import type { ProbeOutcome, ProbeSpec } from "../src/model/index.ts";
import { createProber, type Prober } from "../src/signals/probes/prober.ts";
import { ProbeInput } from "../src/signals/probes/registry.ts";
import { createFakeClock, type FakeClock } from "./fake-clock.ts";
import { TEST_START_AT } from "./test-app.ts";

export interface ProbeStageOptions {
  readonly outgoing?: OutgoingMode;
  readonly lookup?: Lookup;
  readonly resolveDns?: ResolveDns;
}

/** A prober with a fake clock, and short ways to let it look. */
export interface ProbeStage {
  readonly prober: Prober;
  readonly clock: FakeClock;
  /** Lets a probe look that is said as people type it, once unless it says more; credentials apart. */
  look(typed: object, credentials?: unknown): Promise<ProbeOutcome>;
}

/** Sets a stage for probes. */
export function createProbeStage(options: ProbeStageOptions = {}): ProbeStage {
  const clock = createFakeClock(TEST_START_AT);
  const { outgoing = "private", lookup, resolveDns = createResolveDns({ outgoing }) } = options;
  const prober = createProber({ connect: createConnect({ outgoing, lookup }), resolveDns, clock });
  return {
    prober,
    clock,
    look: (typed, credentials = null) => prober.run(specOf({ retries: 0, timeoutMs: 2_000, ...typed }), credentials),
  };
}

/** A specification as it is kept, with defaults for what is not said. */
function specOf(typed: object): ProbeSpec {
  const parsed = ProbeInput.parse(typed);
  if (!("auth" in parsed)) return parsed;
  return { ...parsed, auth: parsed.auth && { type: parsed.auth.type, set: [], sealed: "" } };
}
