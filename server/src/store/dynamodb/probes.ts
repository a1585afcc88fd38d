import { spreadProbeAt } from "../../judge/next-probe-at.ts";
import { newId } from "../../lib/ids.ts";
import { type Monitor, PROBE_RETRY_PAUSE_MS, type ProbeAuth, type ProbeSpec, probeHost } from "../../model/index.ts";
import type { ClaimedProbe, ProbeClaimRequest, WatchPort } from "../ports.ts";
import type { DynamoDeps } from "./deps.ts";
import { readDue } from "./heartbeats.ts";
import { inParallel } from "./in-parallel.ts";
import type { Item, Value } from "./item.ts";
import { stateKey } from "./keys.ts";
import { loadMonitorsById } from "./load-monitors.ts";
import { STATE, stateFromItem } from "./state-item.ts";

/** So many leases are written at a time. */
const PARALLEL = 16;

/** The part of the watch port that is about probes. */
export function createProbes(
  deps: DynamoDeps,
): Pick<WatchPort, "claimProbes" | "giveBackProbe" | "resumeProbes" | "nextProbes"> {
  return {
    claimProbes: (request) => claimProbes(deps, request),
    async giveBackProbe({ monitorId, leaseId }) {
      const item = await deps.port.get(stateKey(monitorId));
      if (item === null || stateFromItem(item).probe.lease !== leaseId) return;
      // Refused: somebody has changed the monitor meanwhile. The lease then ends by itself.
      await writeTurn(deps, item, { at: deps.now(), lease: null });
    },
    async resumeProbes() {
      // Leased until some time to come, or due: those of neither are waiting for their turn.
      const items = await readDue(deps, "probeAt", Number.MAX_SAFE_INTEGER);
      const now = deps.now();
      const stuck = items.filter((item) => {
        const { probe } = stateFromItem(item);
        return probe.lease !== null || (probe.at ?? 0) <= now;
      });
      const ids = stuck.map(({ sk }) => sk);
      const monitors = await loadMonitorsById(deps, deps.port, ids);
      await inParallel(stuck, PARALLEL, async (item) => {
        const monitor = monitors.get(item.sk);
        if (!monitor) return;
        await writeTurn(deps, item, { at: spreadProbeAt(monitor.id, intervalOf(monitor), now), lease: null });
      });
    },
    async nextProbes(monitorIds) {
      const items = await deps.port.getMany(monitorIds.map(stateKey));
      const waiting = items.flatMap((item): [string, number][] => {
        const { probe } = stateFromItem(item);
        // While a look is under way the instant is the end of its lease.
        return probe.at === null || probe.lease !== null ? [] : [[item.sk, probe.at]];
      });
      return Object.fromEntries(waiting);
    },
  };
}

/**
 * Leases the due probes, earliest first, for which their host has room. Several may ask at the same time: a state's
 * version decides whose a probe is, and who lost one looks at the next.
 */
async function claimProbes(deps: DynamoDeps, request: ProbeClaimRequest): Promise<readonly ClaimedProbe[]> {
  const { limit, perHost, inFlight, leaseMs } = request;
  const now = deps.now();
  const items = await readDue(deps, "probeAt", now);
  const room = new Map(Object.entries(inFlight));
  const claimed: ClaimedProbe[] = [];
  for (let from = 0; from < items.length && claimed.length < limit; ) {
    const some = items.slice(from, from + Math.max(PARALLEL, limit - claimed.length));
    from += some.length;
    const monitors = await loadMonitorsById(
      deps,
      deps.port,
      some.map(({ sk }) => sk),
    );
    const chosen: { readonly item: Item; readonly spec: ProbeSpec; readonly host: string }[] = [];
    for (const item of some) {
      const spec = monitors.get(item.sk)?.config.probe ?? null;
      if (spec === null || claimed.length + chosen.length >= limit) continue;
      const host = probeHost(spec);
      const count = room.get(host) ?? 0;
      if (count >= perHost) continue;
      room.set(host, count + 1);
      chosen.push({ item, spec, host });
    }
    const leased = new Map<string, ClaimedProbe>();
    await inParallel(chosen, PARALLEL, async ({ item, spec, host }) => {
      const leaseId = newId();
      const isOwn = await writeTurn(deps, item, { at: now + longestRunMs(spec) + leaseMs, lease: leaseId });
      const credentials = isOwn ? openAuth(deps, "auth" in spec ? spec.auth : null) : null;
      if (isOwn) leased.set(item.sk, { monitorId: item.sk, leaseId, at: now, host, spec, credentials });
      else room.set(host, (room.get(host) ?? 1) - 1);
    });
    claimed.push(...chosen.flatMap(({ item }) => leased.get(item.sk) ?? []));
  }
  return claimed;
}

/** Writes whose turn a probe is, if its monitor is still as it was read; says whether it was. */
async function writeTurn(
  { port }: DynamoDeps,
  item: Item,
  { at, lease }: { readonly at: number; readonly lease: string | null },
): Promise<boolean> {
  const version = Number(item.v);
  const set: Record<string, Value> = { v: version + 1, [STATE.probeAt]: at };
  if (lease !== null) set[STATE.probeLease] = lease;
  const remove = lease === null ? [STATE.probeLease] : [];
  const write = { kind: "update", key: { pk: item.pk, sk: item.sk }, set, remove, when: { version } } as const;
  return (await port.write(write)) === "written";
}

function longestRunMs({ timeoutMs, retries }: ProbeSpec): number {
  return (retries + 1) * timeoutMs + retries * PROBE_RETRY_PAUSE_MS;
}

function intervalOf({ config: { schedule } }: Monitor): number {
  return schedule.type === "period" ? schedule.periodMs : 0;
}

/** What cannot be opened is null: one damaged monitor must not keep all other probes from being claimed. */
function openAuth({ vault }: DynamoDeps, auth: ProbeAuth | null): unknown {
  if (auth === null) return null;
  try {
    return JSON.parse(vault.open(auth.sealed));
  } catch {
    return null;
  }
}
