import { AppError, type NewNotification, StoreUnavailable } from "../../model/index.ts";
import type { ChangeOutcome, ChangeRequest } from "../ports.ts";
import { routeBatch } from "../route-batch.ts";
import type { DynamoDeps } from "./deps.ts";
import { foldRequests, type MonitorBatch } from "./fold.ts";
import { groupRequests } from "./group-requests.ts";
import { inParallel } from "./in-parallel.ts";
import { stateKey } from "./keys.ts";
import { loadProjects } from "./load-projects.ts";
import { loadTopicsByName } from "./load-topics.ts";
import { STATE } from "./state-item.ts";
import { MAX_TARGETS } from "./target-limit.ts";
import { TooLarge, type Transaction, transact } from "./transact.ts";
import { writeChanges } from "./write-changes.ts";
import { writeNotifications } from "./write-notifications.ts";
import { plainChangeOf, writePlainly } from "./write-plainly.ts";

/** A monitor that could not be judged is looked at again after this long. */
const JUDGE_RETRY_MS = 3_600_000;
/** So many monitors are changed at a time. */
const PARALLEL = 16;
/** So many signals of one monitor are judged together; with more transitions than fit they are judged one by one. */
const MOST_TOGETHER = 20;

/**
 * Judges and routes a batch of signals, each monitor in transactions of its own: DynamoDB's are small. What people
 * command and what makes monitors goes one after another, because names and limits are shared; all else side by side.
 * So when this throws because DynamoDB cannot answer, some of the monitors may have been changed and others not.
 */
export async function change(deps: DynamoDeps, requests: readonly ChangeRequest[]): Promise<readonly ChangeOutcome[]> {
  const outcomes = new Map<ChangeRequest | number, ChangeOutcome>();
  const { groups, inOrder } = await groupRequests(deps, requests);
  const changeGroup = async (group: readonly number[]): Promise<void> => {
    for (let from = 0; from < group.length; from += MOST_TOGETHER) {
      const some = group.slice(from, from + MOST_TOGETHER);
      const told = await changeTogether(
        deps,
        some.flatMap((index) => requests[index] ?? []),
      );
      for (const [n, index] of some.entries()) {
        const outcome = told[n];
        if (outcome) outcomes.set(index, outcome);
      }
    }
  };
  await inParallel(groups, inOrder ? 1 : PARALLEL, changeGroup);
  return requests.map((_, index) => outcomes.get(index) ?? { kind: "failed", error: "it was not judged" });
}

/** Judges signals of one monitor together; if that throws, one by one, so that one bad request hurts no other. */
async function changeTogether(deps: DynamoDeps, requests: readonly ChangeRequest[]): Promise<readonly ChangeOutcome[]> {
  const own = new Map<string, number>();
  try {
    return await transact(deps, (trx) => changeIn(deps, trx, { requests, own }));
  } catch (error) {
    if (error instanceof StoreUnavailable) throw error;
    const [only, ...others] = requests;
    if (only && others.length === 0) return [await failed(deps, only, error)];
    const outcomes: ChangeOutcome[] = [];
    for (const request of requests) outcomes.push(...(await changeTogether(deps, [request])));
    return outcomes;
  }
}

async function failed(deps: DynamoDeps, request: ChangeRequest, error: unknown): Promise<ChangeOutcome> {
  // Nobody asked for what time brings about, and one monitor must not keep the sweep from all others.
  const isAsked = request.signal.type !== "time";
  if (isAsked && (error instanceof AppError || error instanceof TooLarge)) throw error;
  await putOff(deps, request);
  return { kind: "failed", error: error instanceof Error ? error.message : String(error) };
}

interface Unit {
  readonly requests: readonly ChangeRequest[];
  /** The rows that earlier tries of this change wrote, by their marks. */
  readonly own: Map<string, number>;
}

async function changeIn(deps: DynamoDeps, trx: Transaction, unit: Unit): Promise<readonly ChangeOutcome[]> {
  const { batch, outcomes } = await foldRequests(deps, trx, unit.requests);
  if (batch.slots.size === 0) return outcomes;
  const plain = plainChangeOf(deps, batch);
  if (plain) trx.insteadOfCommit(() => writePlainly(deps, plain, unit.own));
  else await routeAndWrite(deps, trx, { batch, requests: unit.requests });
  return outcomes;
}

/** Judges requests inside a transaction of the caller's; throws when anything is amiss. */
export async function changeInside(
  deps: DynamoDeps,
  trx: Transaction,
  requests: readonly ChangeRequest[],
): Promise<readonly ChangeOutcome[]> {
  const { batch, outcomes } = await foldRequests(deps, trx, requests);
  await routeAndWrite(deps, trx, { batch, requests });
  return outcomes;
}

async function routeAndWrite(
  deps: DynamoDeps,
  trx: Transaction,
  { batch, requests }: { readonly batch: MonitorBatch; readonly requests: readonly ChangeRequest[] },
): Promise<void> {
  const notifications = await routeBatch(batch, {
    baseUrl: deps.baseUrl,
    projects: (ids) => loadProjects(trx, ids),
    topics: (projectId, names) => loadTopicsByName(trx, projectId, names),
  });
  const [first = [], ...rest] = inParts(notifications, MAX_TARGETS);
  if (rest.length > 0 && requests.length > 1) throw new TooLarge("each request is to have a transaction of its own");
  await writeChanges(deps, trx, batch, first);
  // Where topics grew after the monitor was configured: the change is not to wait for what one transaction cannot hold.
  for (const part of rest) trx.afterwards(() => transact(deps, (next) => writeNotifications(deps, next, part)));
}

/** The same notifications with so many messages in each part at most. */
function inParts(notifications: readonly NewNotification[], most: number): readonly (readonly NewNotification[])[] {
  const parts: NewNotification[][] = [];
  let room = 0;
  for (const notification of notifications) {
    for (let from = 0; from < notification.messages.length; ) {
      if (room === 0) {
        parts.push([]);
        room = most;
      }
      const messages = notification.messages.slice(from, from + room);
      parts.at(-1)?.push({ ...notification, messages });
      from += messages.length;
      room -= messages.length;
    }
  }
  return parts;
}

/** Keeps a monitor that cannot be judged from heading the sweep's queue for ever. */
async function putOff(deps: DynamoDeps, { signal, address }: ChangeRequest): Promise<void> {
  if (signal.type !== "time" || address.by !== "id") return;
  await transact(deps, async (trx) => {
    const state = await trx.get(stateKey(address.monitorId));
    if (state !== null) trx.put({ ...state, [STATE.sweepAt]: trx.now + JUDGE_RETRY_MS });
  });
}
