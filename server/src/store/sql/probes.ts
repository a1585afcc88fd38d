import { sql } from "kysely";
import { spreadProbeAt } from "../../judge/next-probe-at.ts";
import { newId } from "../../lib/ids.ts";
import {
  PROBE_RETRY_PAUSE_MS,
  type ProbeAuth,
  type ProbeResult,
  type ProbeSpec,
  probeHost,
} from "../../model/index.ts";
import { numberCursor, pageOf } from "../cursor.ts";
import type { ClaimedProbe, Page, PageRequest, ProbeClaimRequest, WatchPort } from "../ports.ts";
import type { Db, SqlDeps } from "./deps.ts";
import { jsonNumber, locking } from "./dialect.ts";
import { jsonList } from "./json-rows.ts";
import { loadMonitorsBySeq } from "./load-monitors.ts";
import { resultFromRow } from "./log-rows.ts";
import { updateRows } from "./row-statements.ts";

/** The part of the watch port that is about probes. */
export function createProbes(
  deps: SqlDeps,
): Pick<WatchPort, "claimProbes" | "giveBackProbe" | "resumeProbes" | "nextProbes" | "results"> {
  return {
    claimProbes: (request) => deps.db.transaction().execute((trx) => claimProbes(deps, trx, request)),
    async giveBackProbe({ monitorId, leaseId }) {
      await deps.db
        .updateTable("monitor_states")
        .set({ probe_at: deps.now(), probe_lease: null })
        .where("monitor_seq", "=", (eb) => eb.selectFrom("monitors").select("seq").where("id", "=", monitorId))
        .where("probe_lease", "=", leaseId)
        .execute();
    },
    resumeProbes: () => deps.db.transaction().execute((trx) => resumeProbes(deps, trx)),
    nextProbes: (monitorIds) => nextProbes(deps, monitorIds),
    results: (monitorId, page) => listResults(deps, monitorId, page),
  };
}

const LEASE = { table: "monitor_states", key: ["monitor_seq"], columns: ["probe_at", "probe_lease"] } as const;

async function claimProbes(deps: SqlDeps, trx: Db, request: ProbeClaimRequest): Promise<readonly ClaimedProbe[]> {
  const now = deps.now();
  const seqs = await takeDue(trx, now, request);
  if (seqs.length === 0) return [];
  const claimed: ClaimedProbe[] = [];
  const leases: (readonly [number, number, string])[] = [];
  for (const [index, monitor] of (await loadMonitorsBySeq(deps, trx, seqs)).entries()) {
    const seq = seqs[index];
    const spec = monitor.config.probe;
    if (seq === undefined || spec === null) throw new Error(`monitor ${monitor.id} is due as a probe but is none`);
    const leaseId = newId();
    leases.push([seq, now + longestRunMs(spec) + request.leaseMs, leaseId]);
    const credentials = openAuth(deps, "auth" in spec ? spec.auth : null);
    claimed.push({ monitorId: monitor.id, leaseId, at: now, host: probeHost(spec), spec, credentials });
  }
  await updateRows(trx, LEASE, leases);
  return claimed;
}

/** The due probes, earliest first, for which their host has room. Hosts that are full already are not even looked at. */
async function takeDue(trx: Db, now: number, request: ProbeClaimRequest): Promise<readonly number[]> {
  const { limit, perHost, inFlight } = request;
  const full = Object.keys(inFlight).filter((host) => (inFlight[host] ?? 0) >= perHost);
  const rows = await trx
    .selectFrom("monitor_states")
    .select(["monitor_seq", "probe_host"])
    .where("probe_at", "is not", null)
    .where("probe_at", "<=", now)
    .where("probe_host", "not in", jsonList(full))
    .orderBy("probe_at")
    .limit(limit)
    // A probe that another process claims, or whose monitor is being judged, is left to the next round.
    .modifyEnd(locking("update skip locked"))
    .execute();
  const taken = new Map(Object.entries(inFlight));
  return rows.flatMap(({ monitor_seq: seq, probe_host }) => {
    const host = probe_host ?? "";
    const count = taken.get(host) ?? 0;
    if (count >= perHost) return [];
    taken.set(host, count + 1);
    return [seq];
  });
}

function longestRunMs({ timeoutMs, retries }: ProbeSpec): number {
  return (retries + 1) * timeoutMs + retries * PROBE_RETRY_PAUSE_MS;
}

/** What cannot be opened is null: one damaged row must not keep all other probes from being claimed. */
function openAuth({ vault }: SqlDeps, auth: ProbeAuth | null): unknown {
  if (auth === null) return null;
  try {
    return JSON.parse(vault.open(auth.sealed));
  } catch {
    return null;
  }
}

const intervalMs = jsonNumber(sql.ref("m.config"), ["schedule", "periodMs"]);

async function resumeProbes(deps: SqlDeps, trx: Db): Promise<void> {
  const now = deps.now();
  const rows = await trx
    .selectFrom("monitor_states as s")
    .innerJoin("monitors as m", "m.seq", "s.monitor_seq")
    .select(["m.seq", "m.id", intervalMs.as("interval_ms")])
    .where("s.probe_at", "is not", null)
    .where((eb) => eb.or([eb("s.probe_at", "<=", now), eb("s.probe_lease", "is not", null)]))
    .execute();
  const turns = rows.map((row) => [row.seq, spreadProbeAt(row.id, row.interval_ms, now), null] as const);
  await updateRows(trx, LEASE, turns);
}

async function nextProbes(deps: SqlDeps, monitorIds: readonly string[]): Promise<Readonly<Record<string, number>>> {
  if (monitorIds.length === 0) return {};
  const rows = await deps.db
    .selectFrom("monitors as m")
    .innerJoin("monitor_states as s", "s.monitor_seq", "m.seq")
    .select(["m.id", "s.probe_at"])
    .where("m.id", "in", jsonList(monitorIds))
    .where("s.probe_at", "is not", null)
    // While a look is under way the instant is the end of its lease.
    .where("s.probe_lease", "is", null)
    .execute();
  return Object.fromEntries(rows.flatMap(({ id, probe_at }) => (probe_at === null ? [] : [[id, probe_at]])));
}

async function listResults(deps: SqlDeps, monitorId: string, page: PageRequest): Promise<Page<ProbeResult>> {
  const rows = await deps.db
    .selectFrom("probe_results as r")
    .innerJoin("monitors as m", "m.seq", "r.monitor_seq")
    .selectAll("r")
    .where("m.id", "=", monitorId)
    .where("r.n", "<", numberCursor(page.cursor, Number.MAX_SAFE_INTEGER))
    .orderBy("r.n", "desc")
    .limit(page.limit + 1)
    .execute();
  return pageOf(rows, page.limit, resultFromRow, (row) => [row.n]);
}
