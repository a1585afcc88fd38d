import type { Gap } from "../../model/index.ts";
import type { DynamoDeps } from "./deps.ts";
import { metaKey, sortable } from "./keys.ts";
import { KEPT_TRANSITIONS_MS, timeToLive } from "./log-items.ts";
import { queryAll } from "./port.ts";
import { transact } from "./transact.ts";
import { writeHistory } from "./write-history.ts";
import { listedIds, PROJECTS } from "./write-project.ts";

/** Stamps come every 2 s; a stretch without one that is longer than this is a gap. */
const GAP_MS = 3_000;
const GAPS = "GAPS";
const STAMP = metaKey("alive");
/** The history of so many projects tells of a gap in one transaction. */
const TOLD_AT_A_TIME = 50;

/**
 * Says that signals can be taken in now. A Lambda is never stamped: there intake counts as always alive, and so there
 * are no gaps. This is for a server that keeps its data in DynamoDB.
 */
export async function stampAlive(deps: DynamoDeps, starting: boolean): Promise<Gap | null> {
  const gap = await transact(deps, async (trx) => {
    const last = await trx.get(STAMP);
    const { now } = trx;
    const lastAt = last === null ? now : Number(last.at);
    const aliveAt = Math.max(now, lastAt);
    trx.put({ ...STAMP, at: aliveAt });
    const isGap = aliveAt > lastAt && (starting || now - lastAt > GAP_MS);
    if (!isGap) return null;
    const ttl = timeToLive(now + KEPT_TRANSITIONS_MS);
    trx.create({ pk: GAPS, sk: `${sortable(now)}#${sortable(lastAt)}`, fromAt: lastAt, toAt: now, ttl });
    return { fromAt: lastAt, toAt: now };
  });
  if (gap) await tell(deps, gap);
  deps.gaps.current = await loadGaps(deps);
  return gap;
}

/** The gaps that are known, oldest first. */
export async function loadGaps({ port, now }: DynamoDeps): Promise<readonly Gap[]> {
  const oldestAt = now() - KEPT_TRANSITIONS_MS;
  const items = await queryAll(port, { pk: GAPS, range: { above: sortable(oldestAt) } });
  return items.map(({ fromAt, toAt }) => ({ fromAt: Number(fromAt), toAt: Number(toAt) }));
}

async function tell(deps: DynamoDeps, { fromAt, toAt }: Gap): Promise<void> {
  const ids = listedIds(await queryAll(deps.port, { pk: PROJECTS }));
  const seconds = Math.round((toAt - fromAt) / 1000);
  const text = `Watchbell could not take signals in for ${seconds} s, from ${new Date(fromAt).toISOString()}.`;
  for (let from = 0; from < ids.length; from += TOLD_AT_A_TIME) {
    const some = ids.slice(from, from + TOLD_AT_A_TIME);
    const entries = some.map((projectId) => ({ projectId, at: toAt, kind: "gap" as const, actor: "time", text }));
    await transact(deps, async (trx) => writeHistory(deps, trx, entries));
  }
}
