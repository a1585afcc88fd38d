import { sql } from "kysely";
import { StoreUnavailable } from "../../model/index.ts";
import type { ChangeOutcome, ChangeRequest } from "../ports.ts";
import { routeBatch } from "../route-batch.ts";
import { createConfigCache, type Db, type SqlDeps } from "./deps.ts";
import { foldBatch } from "./fold-batch.ts";
import { loadProjects, loadTopicsByName } from "./load-topics.ts";
import { lockMonitors } from "./locks.ts";
import { asStoreError, isConflict } from "./unavailable.ts";
import { writeChanges } from "./write-changes.ts";

/** A monitor that could not be judged is looked at again after this long. */
const JUDGE_RETRY_MS = 3_600_000;

/**
 * Judges and routes a batch of signals in one transaction.
 *
 * 1. The monitors named are loaded while the write lock is held, so nothing changes under the fold.
 * 2. Requests are judged in order; several for one monitor see each other's result.
 * 3. Transitions are routed with the topics as they are now.
 * 4. Everything is written and committed together.
 *
 * If the batch throws for a reason of its own it is redone one by one, so that one bad request hurts nobody.
 */
export async function change(deps: SqlDeps, requests: readonly ChangeRequest[]): Promise<readonly ChangeOutcome[]> {
  if (requests.length === 0) return [];
  try {
    return await deps.db.transaction().execute((trx) => changeInside(deps, trx, requests));
  } catch (error) {
    if (asStoreError(error) instanceof StoreUnavailable) throw error;
    return await changeOneByOne(deps, requests);
  }
}

/** The same inside a transaction of the caller's; throws when anything is amiss. */
export async function changeInside(
  deps: SqlDeps,
  trx: Db,
  requests: readonly ChangeRequest[],
): Promise<readonly ChangeOutcome[]> {
  const { batch, outcomes } = await foldBatch(deps, trx, requests);
  const notifications = await routeBatch(batch, {
    baseUrl: deps.baseUrl,
    projects: (ids) => loadProjects(trx, ids),
    topics: (projectId, names) => loadTopicsByName(trx, projectId, names),
  });
  await writeChanges(trx, batch, notifications);
  return outcomes;
}

/** Still one transaction, so that all is durable or nothing happened; what throws is undone alone. */
async function changeOneByOne(deps: SqlDeps, requests: readonly ChangeRequest[]): Promise<readonly ChangeOutcome[]> {
  return await deps.db.transaction().execute((trx) => changeEachAlone(deps, trx, requests));
}

/** Changes inside a transaction of the caller's, one by one; what throws is undone alone and comes out as `failed`. */
export async function changeEachAlone(
  deps: SqlDeps,
  trx: Db,
  requests: readonly ChangeRequest[],
): Promise<readonly ChangeOutcome[]> {
  // A later request reads what an earlier one wrote; should the commit fail, no cache may remember it.
  const own: SqlDeps = { ...deps, configs: createConfigCache(requests.length) };
  await lockMonitors(
    trx,
    requests.map((request) => request.address),
  );
  const outcomes: ChangeOutcome[] = [];
  for (const request of requests) outcomes.push(...(await changeAlone(own, trx, request)));
  return outcomes;
}

async function changeAlone(
  deps: SqlDeps,
  trx: Db,
  request: ChangeRequest,
  isAgain = false,
): Promise<readonly ChangeOutcome[]> {
  await sql`savepoint request`.execute(trx);
  try {
    const outcomes = await changeInside(deps, trx, [request]);
    await sql`release request`.execute(trx);
    return outcomes;
  } catch (error) {
    if (asStoreError(error) instanceof StoreUnavailable) throw error;
    await sql`rollback to request`.execute(trx);
    await sql`release request`.execute(trx);
    // Another process made what this one was about to make: now it is there.
    if (isConflict(error) && !isAgain) return await changeAlone(deps, trx, request, true);
    await putOff(trx, request, deps.now());
    return [{ kind: "failed", error: error instanceof Error ? error.message : String(error) }];
  }
}

/** Keeps a monitor that cannot be judged from heading the sweep's queue for ever. */
async function putOff(trx: Db, request: ChangeRequest, now: number): Promise<void> {
  if (request.signal.type !== "time" || request.address.by !== "id") return;
  const seq = trx.selectFrom("monitors").select("seq").where("id", "=", request.address.monitorId);
  await trx
    .updateTable("monitor_states")
    .set({ sweep_at: now + JUDGE_RETRY_MS })
    .where("monitor_seq", "in", seq)
    .execute();
}
