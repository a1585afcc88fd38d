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
 * version decides whose a probe is, and who lost some looks at the next.
 */
async function claimProbes(deps: DynamoDeps, request: ProbeClaimRequest): Promise<readonly ClaimedProbe[]> {
  const { limit, perHost, inFlight } = request;
  const now = deps.now();
  const due = await readDue(deps, "probeAt", now);
  const room = new Map(Object.entries(inFlight));
  const full = new Set(Object.keys(inFlight).filter((host) => (inFlight[host] ?? 0) >= perHost));
  const claimed: ClaimedProbe[] = [];
  let left = limit;
  for (let from = 0; from < due.length && left > 0; from += PARALLEL) {
    // Hosts that are full already are not even looked at.
    const some = (await withSpecs(deps, due.slice(from, from + PARALLEL))).filter(({ host }) => !full.has(host));
    for (let next = 0; next < some.length && left > 0; ) {
      const looked = some.slice(next, next + left);
      next += looked.length;
      const chosen = looked.filter(({ host }) => takeRoom(room, host, perHost));
      const leased = await leaseAll(deps, chosen, { now, leaseMs: request.leaseMs });
      for (const { host, item } of chosen) if (!leased.has(item.sk)) room.set(host, (room.get(host) ?? 1) - 1);
      claimed.push(...chosen.flatMap(({ item }) => leased.get(item.sk) ?? []));
      left -= looked.length - (chosen.length - leased.size);
    }
  }
  return claimed;
}

interface Candidate {
  readonly item: Item;
  readonly spec: ProbeSpec;
  readonly host: string;
}

/** What these probes are, in their order. */
async function withSpecs(deps: DynamoDeps, items: readonly Item[]): Promise<readonly Candidate[]> {
  const monitors = await loadMonitorsById(
    deps,
    deps.port,
    items.map(({ sk }) => sk),
  );
  return items.flatMap((item) => {
    const spec = monitors.get(item.sk)?.config.probe ?? null;
    return spec === null ? [] : [{ item, spec, host: probeHost(spec) }];
  });
}

/** Takes a place at a host; false: it has none left. */
function takeRoom(room: Map<string, number>, host: string, perHost: number): boolean {
  const count = room.get(host) ?? 0;
  if (count >= perHost) return false;
  room.set(host, count + 1);
  return true;
}

/** Leases probes, several at a time; those that somebody else was quicker with are absent. */
async function leaseAll(
  deps: DynamoDeps,
  candidates: readonly Candidate[],
  { now, leaseMs }: { readonly now: number; readonly leaseMs: number },
): Promise<ReadonlyMap<string, ClaimedProbe>> {
  const leased = new Map<string, ClaimedProbe>();
  await inParallel(candidates, PARALLEL, async ({ item, spec, host }) => {
    const leaseId = newId();
    if (!(await writeTurn(deps, item, { at: now + longestRunMs(spec) + leaseMs, lease: leaseId }))) return;
    const credentials = openAuth(deps, "auth" in spec ? spec.auth : null);
    leased.set(item.sk, { monitorId: item.sk, leaseId, at: now, host, spec, credentials });
  });
  return leased;
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
