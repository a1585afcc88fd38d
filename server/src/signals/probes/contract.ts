import type { z } from "zod";
import type { Connect } from "../../lib/connect.ts";
import type { ResolveDns } from "../../lib/resolve-dns.ts";
import type { TimedExchange } from "../../lib/timed-exchange.ts";
import type { ProbeAuth, ProbeKind, ProbeOutcome, ProbeSpec } from "../../model/index.ts";
import type { AuthRequest } from "./shared/auth.ts";
import type { TokenCache } from "./shared/token-cache.ts";

/** What a probe works with. All that it sends goes through these. */
export interface ProbeDeps {
  readonly connect: Connect;
  readonly exchange: TimedExchange;
  readonly resolveDns: ResolveDns;
  readonly tokens: TokenCache;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** As the type of the probe's `auth` wants them; null when it has none. */
  readonly credentials: unknown;
}

/** A specification as people type it: with the credentials themselves, or without them to keep what is set. */
export type Typed<S extends ProbeSpec> = S extends { readonly auth: ProbeAuth | null }
  ? Omit<S, "auth"> & { readonly auth: AuthRequest | null }
  : S;

/** One kind of probe: its file, its test and its page under docs/probes have its name. */
export interface Probe<S extends ProbeSpec = ProbeSpec> {
  readonly kind: ProbeKind;
  /** For people. */
  readonly title: string;
  readonly Spec: z.ZodType<Typed<S>>;
  /** Looks once. Never throws for what the other side does: that is an outcome. */
  run(spec: S, deps: ProbeDeps): Promise<ProbeOutcome>;
}
