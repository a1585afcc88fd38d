import { blankSecrets, blankSecretsDeep, secretsIn } from "../../lib/blank-secrets.ts";
import { onOneLine } from "../../lib/clean-text.ts";
import type { Clock } from "../../lib/clock.ts";
import type { Connect } from "../../lib/connect.ts";
import type { ResolveDns } from "../../lib/resolve-dns.ts";
import { createTimedExchange } from "../../lib/timed-exchange.ts";
import { truncate } from "../../lib/truncate.ts";
import { PROBE_RETRY_PAUSE_MS, type ProbeOutcome, type ProbeSpec } from "../../model/index.ts";
import type { ProbeDeps } from "./contract.ts";
import { PROBES } from "./registry.ts";
import { PUBLIC_CREDENTIALS } from "./shared/auth.ts";
import { createTokenCache } from "./shared/token-cache.ts";

/** Runs probes of every kind. */
export interface Prober {
  /** Looks, and looks again as often as the probe says before it is an error. Never throws. */
  run(spec: ProbeSpec, credentials: unknown): Promise<ProbeOutcome>;
}

export interface ProberDeps {
  readonly connect: Connect;
  readonly resolveDns: ResolveDns;
  readonly clock: Clock;
}

const MAX_TOKENS = 10_000;
const REASON_LENGTH = 500;

/** Makes the prober of a process; it remembers the tokens that its probes have fetched. */
export function createProber({ connect, resolveDns, clock }: ProberDeps): Prober {
  const exchange = createTimedExchange(connect);
  const tokens = createTokenCache(MAX_TOKENS);
  return {
    async run(spec, credentials) {
      const deps: ProbeDeps = { connect, exchange, resolveDns, tokens, now: () => clock.now(), credentials };
      const secrets = secretsIn(credentials, PUBLIC_CREDENTIALS);
      for (let tries = 1; ; tries++) {
        const outcome = tidy(await runOnce(spec, deps), secrets);
        if (outcome.verdict !== "error") return outcome;
        if (tries > spec.retries)
          return tries === 1 ? outcome : { ...outcome, reason: `${outcome.reason} (${tries} tries)` };
        await clock.sleep(PROBE_RETRY_PAUSE_MS);
      }
    },
  };
}

async function runOnce(spec: ProbeSpec, deps: ProbeDeps): Promise<ProbeOutcome> {
  switch (spec.type) {
    case "dns":
      return await PROBES.dns.run(spec, deps);
    case "http":
      return await PROBES.http.run(spec, deps);
    case "task":
      return await PROBES.task.run(spec, deps);
    case "tcp":
      return await PROBES.tcp.run(spec, deps);
    case "tls":
      return await PROBES.tls.run(spec, deps);
  }
}

/** No secrets, no endless text, no control characters: what a server says ends up in messages. */
function tidy(outcome: ProbeOutcome, secrets: readonly string[]): ProbeOutcome {
  const reason = onOneLine(blankSecrets(outcome.reason, secrets));
  const details = blankSecretsDeep(outcome.details, secrets) as ProbeOutcome["details"];
  return { ...outcome, reason: truncate(reason, REASON_LENGTH), details };
}
