import { createHash } from "node:crypto";
import { StoreUnavailable } from "../../model/index.ts";
import type { AlarmIntake, AlarmItem, AlarmTaken, ChangeOutcome } from "../ports.ts";
import { keepBytes, listBody } from "./alarm-bodies.ts";
import { changeInside } from "./change.ts";
import type { DynamoDeps } from "./deps.ts";
import { inParallel } from "./in-parallel.ts";
import type { Key } from "./item.ts";
import { timeToLive } from "./log-items.ts";
import { type Transaction, transact } from "./transact.ts";
import { writeNotifications } from "./write-notifications.ts";

/** A repeat within this time does nothing. */
const REPEAT_WINDOW_MS = 86_400_000;
/** So many alarms are taken in at a time. */
const PARALLEL = 16;

/** One item on its way. */
interface Entry {
  readonly intake: AlarmIntake;
  readonly item: AlarmItem;
  /** Where its request's body stands in the list. */
  readonly place: string;
  report: AlarmTaken["reports"][number] | null;
}

/**
 * Takes alarms in, each report in a transaction of its own: that it came, what it does to its monitor, what is told, and
 * that its body is kept. What comes for one monitor goes in its order; what makes monitors that way too.
 */
export async function takeAlarms(deps: DynamoDeps, intakes: readonly AlarmIntake[]): Promise<readonly AlarmTaken[]> {
  const entries = intakes.flatMap((intake) => {
    const place = deps.sequence(deps.now());
    return intake.items.map((item): Entry => ({ intake, item, place, report: null }));
  });
  await inParallel([...intakes], PARALLEL, (intake) => keepBytes(deps, intake));
  for (const entry of entries) entry.report = await takeOne(deps, entry);
  return intakes.map((intake) => ({
    reports: entries.flatMap((entry) => (entry.intake === intake && entry.report ? [entry.report] : [])),
  }));
}

async function takeOne(deps: DynamoDeps, entry: Entry): Promise<AlarmTaken["reports"][number]> {
  try {
    return await transact(deps, (trx) => takeIn(deps, trx, entry));
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    // It could not be judged: it is told all the same.
    const outcome = { kind: "failed", error: error instanceof Error ? error.message : String(error) } as const;
    return await transact(deps, async (trx) => {
      if (!(await isFirst(trx, entry))) return { kind: "repeated", outcome: null };
      return await tellAndKeep(deps, trx, { entry, outcome });
    });
  }
}

async function takeIn(deps: DynamoDeps, trx: Transaction, entry: Entry): Promise<AlarmTaken["reports"][number]> {
  if (!(await isFirst(trx, entry))) return { kind: "repeated", outcome: null };
  const { change } = entry.item;
  const [outcome = null] = change === null ? [] : await changeInside(deps, trx, [change]);
  return await tellAndKeep(deps, trx, { entry, outcome });
}

async function tellAndKeep(
  deps: DynamoDeps,
  trx: Transaction,
  { entry, outcome }: { readonly entry: Entry; readonly outcome: ChangeOutcome | null },
): Promise<AlarmTaken["reports"][number]> {
  const { item, intake, place } = entry;
  const isPublished = mustBePublished(item, outcome);
  if (isPublished) await writeNotifications(deps, trx, [item.publication]);
  listBody(trx, intake, { place, monitorId: outcome?.kind === "changed" ? outcome.monitorId : null });
  return { kind: isPublished ? "published" : "judged", outcome };
}

/** True for what no monitor tells: a report without one, one that could not be judged, an end of nothing. */
function mustBePublished({ toldUnlessItEnds }: AlarmItem, outcome: ChangeOutcome | null): boolean {
  if (outcome === null || outcome.kind !== "changed") return true;
  return toldUnlessItEnds && !outcome.transitions.some((transition) => transition.from === "down");
}

/** Writes down that a delivery came; false: it came before, a day ago at most. */
async function isFirst(trx: Transaction, { intake, item }: Entry): Promise<boolean> {
  if (item.eventId === null) return true;
  const key = eventKey(intake, item.eventId);
  const known = await trx.get(key);
  if (known !== null && Number(known.at) > trx.now - REPEAT_WINDOW_MS) return false;
  trx.put({ ...key, at: trx.now, ttl: timeToLive(trx.now + REPEAT_WINDOW_MS) });
  return true;
}

function eventKey({ topicId, source }: AlarmIntake, eventId: string): Key {
  const event = createHash("sha256").update(`${source}\n${eventId}`).digest("base64url");
  return { pk: `TOPIC#${topicId}#EVENT#${event}`, sk: "EVENT" };
}
